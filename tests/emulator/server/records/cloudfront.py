"""CloudFront: whole configurations, policies, functions."""

import copy
import time
import uuid

from moto.cloudfront import urls as cloudfront_urls
from moto.cloudfront.exceptions import CloudFrontException
from moto.cloudfront.models import DistributionConfig
from moto.cloudfront.responses import CloudFrontResponse
from moto.core.responses import ActionResult, EmptyResult

from .store import store

_distribution_config = DistributionConfig.__init__


def distribution_config(self, config):
    given = copy.deepcopy(config)
    _distribution_config(self, config)
    self.__dict__.update(given)


DistributionConfig.__init__ = distribution_config


def cloudfront_policy(kind, path):
    """ResponseHeadersPolicy and the like: create, get, update, delete."""
    word = path.replace("-", "_")

    def answer(self, key):
        if key not in store(self.backend, kind):
            raise CloudFrontException("NoSuch" + kind, f"The specified {kind} does not exist.")
        config, tag, when = store(self.backend, kind)[key]
        return ActionResult(
            {
                kind: {"Id": key, "LastModifiedTime": when, f"{kind}Config": config},
                "ETag": tag,
                "Location": key,
            }
        )

    def write(self):
        key = self._get_param("Id") or str(uuid.uuid4())
        store(self.backend, kind)[key] = (
            self._get_param(f"{kind}Config"),
            uuid.uuid4().hex[:13].upper(),
            time.time(),
        )
        return answer(self, key)

    def remove(self):
        answer(self, self._get_param("Id"))
        del store(self.backend, kind)[self._get_param("Id")]
        return EmptyResult()

    for operation, do in {
        "create": write,
        "update": write,
        "get": lambda self: answer(self, self._get_param("Id")),
        "delete": remove,
    }.items():
        setattr(CloudFrontResponse, f"{operation}_{word}", do)
    for tail in ("$", "/(?P<policy_id>[^/]+)$"):
        cloudfront_urls.url_paths["{0}/2020-05-31/" + path + tail] = CloudFrontResponse.dispatch


cloudfront_policy("ResponseHeadersPolicy", "response-headers-policy")
cloudfront_policy("CachePolicy", "cache-policy")
cloudfront_policy("OriginRequestPolicy", "origin-request-policy")


def publish_function(self):
    function = self.backend.describe_function(self._get_param("Name"))
    function.status = "UNASSOCIATED"
    return ActionResult({"FunctionSummary": function.function_summary})


def update_function(self):
    function = self.backend.describe_function(self._get_param("Name"))
    function.config = self._get_param("FunctionConfig")
    function.code = self._get_param("FunctionCode")
    function.etag = uuid.uuid4().hex[:13].upper()
    return ActionResult({"FunctionSummary": function.function_summary, "ETag": function.etag})


CloudFrontResponse.publish_function = publish_function
CloudFrontResponse.update_function = update_function
cloudfront_urls.url_paths["{0}/2020-05-31/function/(?P<function_name>[^/]+)/publish$"] = (
    CloudFrontResponse.dispatch
)
