"""What rooms above may hear of orders. Sent inside the deed's transaction."""

from django.dispatch import Signal

# order: Order, event: OrderEvent, by: By. After every event of an order, the first (issued) included.
order_changed = Signal()

# zone_id: int, told: list[Told], drafted: list[OrderDraft], by: By. After the ladder told somebody of
# warnings, or drafted orders and talks for a person to confirm.
ladder_acted = Signal()
