"""The Courier target connector."""

import c8connector
from c8connector import ConfigAttributeType as Kind

from . import constants
from .delivery import service

PROPERTIES = (
    ('endpoint', 'Endpoint', Kind.STRING, True, 'Address of the service', ''),
    ('access_token', 'Access token', Kind.PASSWORD, True, 'Token that may write', ''),
    ('parallel_requests', 'Parallel requests', Kind.INT, False, 'Documents under way at the same time', '4'),
)


class CourierConnector(c8connector.C8Connector):
    """Posts documents to an HTTP service."""

    def name(self) -> str:
        return 'Courier'

    def package_name(self) -> str:
        return constants.DISTRIBUTION

    def version(self) -> str:
        return constants.VERSION

    def type(self) -> str:
        return 'target'

    def description(self) -> str:
        return 'Post the documents of a collection to an HTTP service'

    def validate(self, integration: dict) -> None:
        problem = service.problem_with(integration)
        if problem is not None:
            raise c8connector.ValidationException(problem)

    def samples(self, integration: dict) -> list:
        return []

    def schemas(self, integration: dict) -> list:
        return []

    def reserved_keys(self) -> list:
        return constants.RESERVED_KEYS

    def config(self) -> list:
        return [
            c8connector.ConfigProperty(
                name=name, display_name=display, type=kind, is_mandatory=mandatory, is_dynamic=False,
                description=description, default_value=default,
            )
            for name, display, kind, mandatory, description, default in PROPERTIES
        ]

    def capabilities(self) -> list:
        return ['state']
