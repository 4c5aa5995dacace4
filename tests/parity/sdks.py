"""The vendors' own SDKs, called with values by their wire names.

In: an operation's name and its values, nested. Out: nothing: what an SDK sends goes to whoever listens. After `redirect`
every connection, whatever its host, goes to one port of this machine. After `freeze` clock, nonce and user agent stand
still, so that the same call gives the same bytes on each machine.
"""

import datetime
import inspect
import re
import socket
import typing

SECONDS = 1704164645  # 2024-01-02T03:04:05Z
NONCE = "fixed-nonce-0001"
AGENT = "parity"
KEY, SECRET, PROJECT = "testid", "testsecret", "testproject"
ALIBABA_HOST, HUAWEI_HOST = "vpc.cn-hangzhou.aliyuncs.com", "apig.cn-north-4.myhuaweicloud.com"

_moment = datetime.datetime.fromtimestamp(SECONDS, datetime.timezone.utc).replace(tzinfo=None)


def redirect(port, *others):
    """Sends every connection of this process to one port of this machine, but those to some other ports of it."""
    original = socket.getaddrinfo

    def to_loopback(host, asked, *arguments, **options):
        if host == "127.0.0.1" and asked in (port, *others):
            return original(host, asked, *arguments, **options)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    socket.getaddrinfo = to_loopback


def freeze():
    """Holds still what differs from call to call and from machine to machine."""
    from aliyunsdkcore.utils import parameter_helper
    from alibabacloud_tea_openapi.utils import Utils
    from huaweicloudsdkcore.signer import signer

    class Frozen(datetime.datetime):
        @classmethod
        def utcnow(cls):
            return _moment

    text = _moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    parameter_helper.get_iso_8061_date = lambda: text
    parameter_helper.get_uuid = lambda: NONCE
    Utils.get_timestamp = staticmethod(lambda: text)
    Utils.get_nonce = staticmethod(lambda: NONCE)
    Utils.get_user_agent = staticmethod(lambda agent: AGENT)
    signer.datetime = Frozen


class OldAlibaba:
    """aliyun-python-sdk-vpc: RPC, signature version 1.0."""

    name = "aliyun-python-sdk-vpc"

    def __init__(self, key=KEY, secret=SECRET):
        from aliyunsdkcore.client import AcsClient

        self.client = AcsClient(key, secret, "cn-hangzhou", auto_retry=False, timeout=20)

    def request(self, operation):
        module = __import__(f"aliyunsdkvpc.request.v20160428.{operation}Request", fromlist=["x"])
        return getattr(module, f"{operation}Request")()

    def has(self, operation, parameter):
        return self.setter(self.request(operation), parameter) is not None

    @staticmethod
    def setter(request, parameter):
        for name in (f"set_{parameter}", f"set_{parameter}s", f"set_{parameter}es"):
            if hasattr(request, name):
                return getattr(request, name)
        return None

    def call(self, operation, values, host=ALIBABA_HOST):
        request = self.request(operation)
        request.set_protocol_type("http")
        request.set_endpoint(host)
        for parameter, value in values.items():
            setter = self.setter(request, parameter)
            if setter is None:
                # The region is the client's own matter there.
                request.add_query_param(parameter, value)
            else:
                setter(value)
        self.client.do_action_with_exception(request)


class NewAlibaba:
    """alibabacloud_vpc20160428: ACS3."""

    name = "alibabacloud_vpc20160428"

    def __init__(self, key=KEY, secret=SECRET, host=ALIBABA_HOST):
        from alibabacloud_tea_openapi import utils_models
        from alibabacloud_vpc20160428 import models
        from alibabacloud_vpc20160428.client import Client

        config = utils_models.Config(access_key_id=key, access_key_secret=secret, endpoint=host, protocol="http")
        config.read_timeout = config.connect_timeout = 20000
        self.models, self.client = models, Client(config)

    def model(self, operation):
        return getattr(self.models, f"{operation}Request", None)

    def shape(self, model):
        """The types of a model's members by their wire names."""
        wires = dict(re.findall(r"self\.(\w+) = m\.get\('([^']+)'\)", inspect.getsource(model.from_map)))
        lists = re.findall(r"m\.get\('([^']+)'\) is not None:\s+for", inspect.getsource(model.from_map))
        hints = typing.get_type_hints(model.__init__)
        by_wire = {wire: hints[member] for member, wire in wires.items() if member in hints}
        for wire in lists:
            member = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", wire).lower()
            by_wire[wire] = hints[member]
        return by_wire

    def call(self, operation, values):
        from darabonba.runtime import RuntimeOptions

        method = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", operation).lower()
        request = self.model(operation)().from_map(values)
        getattr(self.client, f"{method}_with_options")(request, RuntimeOptions(autoretry=False))


class Huawei:
    """huaweicloudsdkapig: SDK-HMAC-SHA256."""

    name = "huaweicloudsdkapig"

    def __init__(self, key=KEY, secret=SECRET, host=HUAWEI_HOST):
        from huaweicloudsdkapig.v2 import ApigClient, model
        from huaweicloudsdkcore.auth.credentials import BasicCredentials
        from huaweicloudsdkcore.http.http_config import HttpConfig

        config = HttpConfig.get_default_config()
        config.user_agent = AGENT
        config.retry_times = 0
        config.timeout = 20
        credentials = BasicCredentials(key, secret, PROJECT)
        builder = ApigClient.new_builder().with_http_config(config).with_credentials(credentials)
        self.client, self.type, self.models = builder.with_endpoint(f"http://{host}").build(), ApigClient, model

    def operations(self):
        """Method and path, to the SDK's name and the class of its request."""
        found = {}
        for name in dir(self.type):
            information = re.fullmatch(r"_(\w+)_http_info", name)
            if not information:
                continue
            source = inspect.getsource(getattr(self.type, name))
            method, path = (re.search(rf'"{key}": "([^"]+)"', source).group(1) for key in ("method", "resource_path"))
            query = re.findall(r"query_params\.append\(\('([^']+)'", source)
            inside = re.findall(r"path_params\['([^']+)'\]", source)
            found[method, path] = (information.group(1), query, inside)
        return found

    def request(self, name):
        camel = "".join(part.capitalize() for part in name.split("_"))
        return getattr(self.models, f"{camel}Request")

    def build(self, shape, value):
        """A value as the SDK has it, for a type in the SDK's words."""
        inner = re.fullmatch(r"list\[(.+)\]", shape)
        if inner and isinstance(value, list):
            return [self.build(inner.group(1), item) for item in value]
        kind = getattr(self.models, shape, None)
        if kind is not None and hasattr(kind, "openapi_types") and isinstance(value, dict):
            names = {wire: member for member, wire in kind.attribute_map.items()}
            return kind(**{names[wire]: self.build(kind.openapi_types[names[wire]], one) for wire, one in value.items()})
        return value

    def call(self, name, values):
        kind = self.request(name)
        names = {wire: member for member, wire in kind.attribute_map.items()}
        members = {names[wire]: self.build(kind.openapi_types[names[wire]], value) for wire, value in values.items()}
        getattr(self.client, name)(kind(**members))
