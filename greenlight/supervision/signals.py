"""What rooms above may hear of orders. Sent inside the deed's transaction."""

from django.dispatch import Signal

# order: Order, event: OrderEvent, by: By. After every event of an order, the first (issued) included.
order_changed = Signal()
