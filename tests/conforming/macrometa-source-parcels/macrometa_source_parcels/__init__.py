from typing import Dict, List

import c8connector
from c8connector import ConfigAttributeType, ConfigProperty, Sample, Schema, ValidationException

from macrometa_source_parcels import scans
from macrometa_source_parcels.main import main  # noqa: F401
from macrometa_source_parcels.utils import RESERVED, rename_keys

PROPERTIES = {
    # name: (title, type, mandatory, description, default)
    "directory": ("Scan Directory", ConfigAttributeType.STRING, True, "Where the scan files are.", ""),
    "depot": ("Depot", ConfigAttributeType.INT, True, "Number of the depot.", ""),
    "primary_key": ("Primary Key", ConfigAttributeType.STRING, True, "Field that tells scans apart.", "scan_id"),
    "api_key": ("API Key", ConfigAttributeType.PASSWORD, False, "Key of the tracking service.", ""),
    "workers": ("Workers", ConfigAttributeType.INT, False, "Files that are read at the same time.", "4"),
}


class ParcelsSource(c8connector.C8Connector):
    """Scans of a depot."""

    def name(self) -> str:
        return 'Parcels'

    def package_name(self) -> str:
        return 'macrometa-source-parcels'

    def version(self) -> str:
        return '0.3.0'

    def type(self) -> str:
        return 'source'

    def description(self) -> str:
        return 'Loads the scans of a parcel depot.'

    def reserved_keys(self) -> List[str]:
        return []

    def capabilities(self) -> List[str]:
        return ['state']

    def config(self) -> List[ConfigProperty]:
        return [
            ConfigProperty(name, title, kind, mandatory, False, text, default_value=default)
            for name, (title, kind, mandatory, text, default) in PROPERTIES.items()
        ]

    def validate(self, integration: Dict) -> None:
        missing = []
        for name, row in PROPERTIES.items():
            if row[2] and name not in integration:
                missing.append(row[0])
        if missing:
            raise ValidationException('Missing: ' + ', '.join(missing))
        if not scans.files(integration['directory']):
            raise ValidationException('There are no scan files in %s' % integration['directory'])

    def samples(self, integration: Dict) -> List[Sample]:
        primary_key = integration['primary_key']
        reserved = [key for key in RESERVED if not (key == '_key' and primary_key == key)]
        data = [rename_keys(scan, reserved) for scan in self._some(integration)]
        return [Sample(schema=self._schema_of(data), data=data)]

    def schemas(self, integration: Dict) -> List[Schema]:
        reserved = RESERVED[:]
        if integration['primary_key'] == '_key':
            reserved.remove('_key')
        data = [rename_keys(scan, reserved) for scan in self._some(integration)]
        return [self._schema_of(data)]

    def _some(self, integration):
        self.validate(integration)
        found = []
        for path in scans.files(integration['directory']):
            found.extend(scans.read(path))
            if len(found) >= 10:
                break
        return found[:10]

    @staticmethod
    def _schema_of(data):
        types = {}
        for record in data:
            for key, value in record.items():
                types.setdefault(key, scans.attribute_type(value))
        return Schema('scans', [c8connector.SchemaAttribute(key, kind) for key, kind in types.items()])
