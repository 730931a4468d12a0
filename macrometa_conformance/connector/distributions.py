"""Which top-level modules come with Python, and which with a distribution, as data."""

from typing import Optional

_STANDARD_LIBRARY = """
    __future__ __main__ _ast _collections_abc _csv _ctypes _decimal _io _operator _socket _ssl _strptime _thread
    _typeshed _weakref _winapi abc aifc annotationlib antigravity argparse array ast asynchat asyncio asyncore
    atexit audioop base64 bdb binascii binhex bisect builtins bz2 cProfile calendar cgi cgitb chunk cmath cmd code
    codecs codeop collections colorsys compileall compression concurrent configparser contextlib contextvars copy
    copyreg crypt csv ctypes curses dataclasses datetime dbm decimal difflib dis distutils doctest dummy_threading
    email encodings ensurepip enum errno faulthandler fcntl filecmp fileinput fnmatch formatter fractions ftplib
    functools gc genericpath getopt getpass gettext glob graphlib grp gzip hashlib heapq hmac html http idlelib
    imaplib imghdr imp importlib inspect io ipaddress itertools json keyword lib2to3 linecache locale logging lzma
    macpath mailbox mailcap marshal math mimetypes mmap modulefinder msilib msvcrt multiprocessing netrc nis nntplib
    nt ntpath nturl2path numbers opcode operator optparse os ossaudiodev parser pathlib pdb pickle pickletools pipes
    pkgutil platform plistlib poplib posix posixpath pprint profile pstats pty pwd py_compile pyclbr pydoc
    pydoc_data pyexpat queue quopri random re readline reprlib resource rlcompleter runpy sched secrets select
    selectors shelve shlex shutil signal site smtpd smtplib sndhdr socket socketserver spwd sqlite3 sre_compile
    sre_constants sre_parse ssl stat statistics string stringprep struct subprocess sunau symbol symtable sys
    sysconfig syslog tabnanny tarfile telnetlib tempfile termios textwrap this threading time timeit tkinter token
    tokenize tomllib trace traceback tracemalloc tty turtle turtledemo types typing unicodedata unittest urllib uu
    uuid venv warnings wave weakref webbrowser winreg winsound wsgiref xdrlib xml xmlrpc zipapp zipfile zipimport
    zlib zoneinfo
"""

STANDARD_LIBRARY = frozenset(_STANDARD_LIBRARY.split())  # of any Python from 3.7 to 3.13

_MODULES = {
    "adjust-precision-for-schema": "adjust_precision_for_schema",
    "aiobotocore": "aiobotocore",
    "aiohttp": "aiohttp",
    "aiokafka": "aiokafka",
    "aiomysql": "aiomysql",
    "asyncpg": "asyncpg",
    "attrs": "attr attrs",
    "azure-storage-blob": "azure",
    "backoff": "backoff",
    "backports-zoneinfo": "backports",
    "beautifulsoup4": "bs4",
    "boto3": "boto3 botocore s3transfer jmespath",
    "botocore": "botocore jmespath",
    "c8connector": "c8connector fastapi pkg_resources psycopg2 pydantic starlette uvicorn",
    "cachetools": "cachetools",
    "cassandra-driver": "cassandra",
    "certifi": "certifi",
    "chardet": "chardet",
    "charset-normalizer": "charset_normalizer",
    "ciso8601": "ciso8601",
    "click": "click",
    "clickhouse-connect": "clickhouse_connect",
    "clickhouse-driver": "clickhouse_driver",
    "confluent-kafka": "confluent_kafka",
    "couchbase": "couchbase acouchbase",
    "cryptography": "cryptography",
    "cx-oracle": "cx_Oracle",
    "databricks-sql-connector": "databricks",
    "dnspython": "dns",
    "elasticsearch": "elasticsearch elastic_transport",
    "fastavro": "fastavro",
    "fsspec": "fsspec",
    "gcsfs": "gcsfs",
    "getschema": "getschema",
    "google-api-python-client": "googleapiclient apiclient google httplib2",
    "google-auth": "google",
    "google-cloud-bigquery": "google requests dateutil packaging",
    "google-cloud-pubsub": "google",
    "google-cloud-storage": "google",
    "grpcio": "grpc",
    "httpx": "httpx",
    "humps": "humps",
    "ibm-db": "ibm_db ibm_db_dbi",
    "idna": "idna",
    "importlib-metadata": "importlib_metadata",
    "importlib-resources": "importlib_resources",
    "inflection": "inflection",
    "influxdb-client": "influxdb_client",
    "jinja2": "jinja2",
    "joblib": "joblib",
    "jsonpath-ng": "jsonpath_ng",
    "jsonschema": "jsonschema",
    "kafka-python": "kafka",
    "lxml": "lxml",
    "memoization": "memoization",
    "minio": "minio",
    "motor": "motor pymongo bson gridfs",
    "msgpack": "msgpack",
    "mysql-connector-python": "mysql",
    "mysql-replication": "pymysqlreplication",
    "mysqlclient": "MySQLdb",
    "neo4j": "neo4j",
    "numpy": "numpy",
    "openpyxl": "openpyxl",
    "opensearch-py": "opensearchpy",
    "oracledb": "oracledb",
    "orjson": "orjson",
    "packaging": "packaging",
    "paho-mqtt": "paho",
    "pandas": "pandas numpy dateutil pytz",
    "paramiko": "paramiko",
    "pendulum": "pendulum",
    "pika": "pika",
    "pillow": "PIL",
    "pipelinewise-singer-python": "singer backoff ciso8601 dateutil jsonschema pytz simplejson",
    "plpygis": "plpygis",
    "prometheus-client": "prometheus_client",
    "protobuf": "google",
    "psutil": "psutil",
    "psycopg": "psycopg",
    "psycopg2": "psycopg2",
    "psycopg2-binary": "psycopg2",
    "pulsar-client": "pulsar",
    "pyarrow": "pyarrow",
    "pyc8": "c8",
    "pycryptodome": "Crypto",
    "pydantic": "pydantic",
    "pyhumps": "humps",
    "pyjwt": "jwt",
    "pymongo": "pymongo bson gridfs",
    "pymssql": "pymssql",
    "pymysql": "pymysql",
    "pyodbc": "pyodbc",
    "pyopenssl": "OpenSSL",
    "python-dateutil": "dateutil",
    "python-dotenv": "dotenv",
    "pytz": "pytz",
    "pyyaml": "yaml",
    "redis": "redis",
    "requests": "requests certifi charset_normalizer chardet idna urllib3",
    "ruamel-yaml": "ruamel",
    "s3fs": "s3fs",
    "sentry-sdk": "sentry_sdk",
    "setuptools": "setuptools pkg_resources _distutils_hack",
    "simple-salesforce": "simple_salesforce",
    "simpleeval": "simpleeval",
    "simplejson": "simplejson",
    "singer-python": "singer backoff ciso8601 dateutil jsonschema pytz simplejson",
    "singer-sdk": "singer_sdk",
    "six": "six",
    "smart-open": "smart_open",
    "snowflake-connector-python": "snowflake OpenSSL cryptography jwt pytz requests certifi idna urllib3",
    "snowflake-sqlalchemy": "snowflake",
    "sqlalchemy": "sqlalchemy",
    "sqlparse": "sqlparse",
    "sshtunnel": "sshtunnel",
    "strict-rfc3339": "strict_rfc3339",
    "tabulate": "tabulate",
    "tenacity": "tenacity",
    "terminaltables": "terminaltables",
    "toml": "toml",
    "tomli": "tomli",
    "tqdm": "tqdm",
    "trino": "trino",
    "typing-extensions": "typing_extensions",
    "tzdata": "tzdata",
    "tzlocal": "tzlocal",
    "ujson": "ujson",
    "urllib3": "urllib3",
    "uvicorn": "uvicorn",
    "websocket-client": "websocket",
    "websockets": "websockets",
    "xmltodict": "xmltodict",
    "zeep": "zeep",
    "zstandard": "zstandard",
}  # by normalised name: its own modules, and those that it cannot do without


def modules_of(distribution: str) -> Optional[tuple[str, ...]]:
    """Return the top-level modules that an install of a distribution brings, or None where they are not known."""
    modules = _MODULES.get(distribution)
    return None if modules is None else tuple(modules.split())


def is_well_known(module: str) -> bool:
    """Return whether a top-level module belongs to the standard library or to a distribution of the map."""
    return module == "builtins" or module in STANDARD_LIBRARY or module in _KNOWN


_KNOWN = frozenset(name for modules in _MODULES.values() for name in modules.split())
