"""One POST to an address that a partner gave: https only, to the outside only, without following anything.

The name is resolved once, every address it gives is checked, and the connection goes to the one that was checked: a name that
answers otherwise the second time gains nothing.
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable, Mapping
from threading import Timer
from urllib.parse import urlsplit

from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from maillage.kit.errors import Refused

TIMEOUT_SECONDS = 5.0
LONGEST_SECONDS = 15.0
"""The whole exchange, however slowly the other side speaks."""
LONGEST_ANSWER = 4096
"""Bytes of an answer that are read; nothing of them is kept."""
NAT64 = ipaddress.ip_network("64:ff9b::/96")
WITHDRAWN = (ipaddress.ip_network("fec0::/10"), ipaddress.ip_network("192.88.99.0/24"))
"""Ranges that no longer belong to the public internet, and that the library still takes for global (RFC 3879, RFC 7526)."""
PORTS = (443, 8443)

Resolver = Callable[[str, int], list[str]]


class NotSent(Exception):
    """The address could not be reached, or must not be."""


def resolved(host: str, port: int) -> list[str]:
    """The addresses of a name."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def checked(url: str) -> tuple[str, int, str]:
    """The host, the port and the path (in ASCII) of an address that may be told. Raises Refused (field «url»), without
    resolving it."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port or 443
    except ValueError:
        raise _refused(_("Cette adresse ne se lit pas.")) from None
    if parts.scheme != "https" or not parts.hostname:
        raise _refused(_("Cette adresse ne commence pas par https://."))
    if parts.username or parts.password or parts.fragment:
        raise _refused(_("Cette adresse porte un nom, un mot de passe ou un fragment."))
    if port not in PORTS:
        raise _refused(_("Cette adresse nomme un autre port que 443 ou 8443."))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.hostname, port, iri_to_uri(path)


def outside(host: str, port: int, resolve: Resolver) -> str:
    """An address of a host that lies outside any private network; every one it has must. Raises NotSent."""
    found = resolve(host, port)
    if not found:
        raise NotSent("nom introuvable")
    if not all(_is_outside(one) for one in found):
        raise NotSent("adresse d'un réseau privé")
    return found[0]


def post(url: str, body: bytes, headers: Mapping[str, str], *, resolve: Resolver = resolved) -> int:
    """Send ``body`` and return the status of the answer. Raises NotSent."""
    try:
        host, port, path = checked(url)
    except Refused as refused:
        raise NotSent(str(refused.sentence)) from None
    connection = _To(host, port, outside(host, port, resolve))
    ending = Timer(LONGEST_SECONDS, connection.cut)
    ending.start()
    try:
        connection.request("POST", path, body=body, headers=dict(headers))
        answer = connection.getresponse()
        answer.read(LONGEST_ANSWER)
        return answer.status
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise NotSent(f"{type(error).__name__}") from None
    finally:
        ending.cancel()
        connection.close()


class _To(http.client.HTTPSConnection):
    """A connection to one checked address, which must prove that it is the host."""

    def __init__(self, host: str, port: int, address: str) -> None:
        self.secure = ssl.create_default_context()
        super().__init__(host, port, timeout=TIMEOUT_SECONDS, context=self.secure)
        self.address = address

    def connect(self) -> None:
        """Connect to the address, never to what the name would give now."""
        plain = socket.create_connection((self.address, self.port), TIMEOUT_SECONDS)
        self.sock = self.secure.wrap_socket(plain, server_hostname=self.host)

    def cut(self) -> None:
        """End an exchange that lasts too long."""
        if self.sock is not None:
            self.sock.shutdown(socket.SHUT_RDWR)


def _is_outside(text: str) -> bool:
    """Whether an address is on the public internet, whatever way it is written."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None,))[0]
        if inner is None and address in NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            address = inner
    if any(address in network for network in WITHDRAWN):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _refused(sentence: str) -> Refused:
    return Refused(
        "url",
        sentence,
        way_out=_("Donnez une adresse publique comme https://partenaire.fr/avis."),
        field="url",
    )
