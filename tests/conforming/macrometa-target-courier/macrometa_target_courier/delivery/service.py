"""The HTTP service."""

import json
from typing import Any, Dict, Optional
from urllib.error import URLError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

TIMEOUT = 10


def problem_with(config: Dict[str, Any]) -> Optional[str]:
    """Return why documents cannot be posted with this configuration, None if they can."""
    for name in ('endpoint', 'access_token'):
        if not config.get(name):
            return f'The property {name} is missing.'
    if urlsplit(config['endpoint']).scheme not in ('http', 'https'):
        return 'The endpoint is no HTTP address.'
    try:
        with urlopen(_request(config, '', method='HEAD'), timeout=TIMEOUT):
            return None
    except (URLError, OSError) as error:
        return f'The endpoint does not answer: {error}'


def post(config: Dict[str, Any], stream: str, document: Dict[str, Any]) -> None:
    """Post one document. Raises OSError if the service does not take it."""
    data = json.dumps(document).encode()
    with urlopen(_request(config, stream, data=data, method='POST'), timeout=TIMEOUT) as answer:
        answer.read()


def _request(config: Dict[str, Any], stream: str, **options: Any) -> Request:
    headers = {'Authorization': f'Bearer {config["access_token"]}', 'Content-Type': 'application/json'}
    return Request(f'{config["endpoint"].rstrip("/")}/{quote(stream)}', headers=headers, **options)
