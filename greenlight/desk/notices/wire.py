"""One message over the network: to public addresses only, within ten seconds, nothing followed.

The name is resolved once and the very address that was checked is called, so that a name that changes
its mind cannot lead inside. An administrator may list hosts of the own network (GREENLIGHT_WEBHOOK_HOSTS).
"""

from __future__ import annotations

import http.client
import ipaddress
import os
import socket
import ssl
import threading
from urllib.parse import SplitResult, urlsplit

DEADLINE, MOST = 10.0, 65_536
INSIDE = "“{}”是内网地址，不发。确要发到内网，请系统管理员把它写进 GREENLIGHT_WEBHOOK_HOSTS。"
PORTS = {"https": 443, "http": 80}


class Unreachable(Exception):
    """The message did not get through; the text says why in the administrator's words."""


def own_hosts() -> frozenset[str]:
    """Return the hosts of the own network an administrator has listed: host or host:port."""
    told = os.environ.get("GREENLIGHT_WEBHOOK_HOSTS", "")
    return frozenset(one.strip().lower() for one in told.split(",") if one.strip())


def checked(url: str) -> SplitResult:
    """Return an address that may be called at all; raises Unreachable with the way out."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Unreachable("这不是一个网址，请从群机器人的设置里整条复制。") from None
    listed = f"{parts.hostname}:{port}" in own_hosts() or (parts.hostname or "") in own_hosts()
    if parts.scheme not in PORTS or not parts.hostname or parts.username or parts.password:
        raise Unreachable("网址要以 https:// 开头，不能带用户名。")
    if parts.scheme == "http" and not listed:
        raise Unreachable("网址要以 https:// 开头：明文会泄露机器人的密钥。")
    if not listed and is_inside(parts.hostname):  # before the port: the way out is another
        raise Unreachable(INSIDE.format(parts.hostname))
    if port not in (None, PORTS[parts.scheme]) and not listed:
        raise Unreachable("网址里不能带端口号，请从群机器人的设置里整条复制。")
    return parts


def is_inside(host: str) -> bool:
    """Tell whether a host is named by an address that is not public, or is this machine; no name is asked."""
    try:
        return not ipaddress.ip_address(host.split("%")[0]).is_global
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def resolved(host: str, port: int) -> str:
    """Return the address to call; raises Unreachable when the name leads inside, or nowhere."""
    try:
        found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError):
        raise Unreachable(f"找不到“{host}”，请检查网址和服务器的网络。") from None
    if f"{host}:{port}" in own_hosts() or host in own_hosts():
        return found[0]
    if not found or any(not ipaddress.ip_address(one.split("%")[0]).is_global for one in found):
        raise Unreachable(INSIDE.format(host))
    return found[0]


def post(url: str, body: bytes) -> tuple[int, str]:
    """Send JSON and return status and answer (its first 64 KB); raises Unreachable."""
    parts = checked(url)
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    line = _line(parts.scheme, host, port, resolved(host, port))
    timer = threading.Timer(DEADLINE, _cut, [line])  # a server that drips would hold us for hours
    timer.start()
    try:
        headers = {"Content-Type": "application/json; charset=utf-8", "Connection": "close"}
        line.request("POST", _target(parts), body, headers)
        answer = line.getresponse()
        return answer.status, answer.read(MOST).decode("utf-8", "replace")
    except (OSError, http.client.HTTPException, ValueError, AttributeError):
        raise Unreachable(f"“{host}”没有在 {DEADLINE:g} 秒内答复，或连接断了。") from None
    finally:
        timer.cancel()
        line.close()


def _target(parts: SplitResult) -> str:
    return f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"


def _line(scheme: str, host: str, port: int, address: str) -> http.client.HTTPConnection:
    """Return a connection to the checked address that still speaks to the host by its name."""
    if scheme == "http":
        made = http.client.HTTPConnection(host, port, timeout=DEADLINE)
    else:
        made = http.client.HTTPSConnection(host, port, timeout=DEADLINE, context=ssl.create_default_context())
    made._create_connection = lambda _, *rest, **more: socket.create_connection(  # type: ignore[attr-defined]
        (address, port), *rest, **more
    )
    return made


def _cut(line: http.client.HTTPConnection) -> None:
    if line.sock is not None:
        try:
            line.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return
