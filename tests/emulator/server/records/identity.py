"""API Gateway v2 and Cognito: updates that moto lacks or that lose what they do not name."""

import json
from urllib.parse import unquote

from moto.apigatewayv2.responses import ApiGatewayV2Response
from moto.cognitoidp.models import CognitoIdpUserPool, CognitoIdpUserPoolDomain
from moto.cognitoidp.responses import CognitoIdpResponse
from moto.core.responses import EmptyResult

# An update does not name them, and moto would drop them.
SET_AT_CREATION = ("UsernameAttributes", "AliasAttributes", "UsernameConfiguration", "UserPoolTags")
# What Cognito takes where neither creation nor update says it.
DEFAULTS = {"UserPoolTier": "ESSENTIALS"}
_extended_config = CognitoIdpUserPool.update_extended_config
_create_domain = CognitoIdpResponse.create_user_pool_domain
_update_domain = CognitoIdpResponse.update_user_pool_domain
_domain_json = CognitoIdpUserPoolDomain.to_json


def update_stage(self):
    api, _, name = unquote(self.path).split("/apis/")[-1].rstrip("/").split("/", 2)
    stage = self.apigatewayv2_backend.get_stage(api, name)
    created, config = stage.created, {**stage.config, **json.loads(self.body)}
    stage.__init__(self.apigatewayv2_backend.get_api(api), config)
    stage.created = created
    return 200, {}, json.dumps(stage.to_json())


def update_extended_config(self, new):
    before = getattr(self, "extended_config", {})
    fixed = {name: before[name] for name in SET_AT_CREATION if name in before}
    _extended_config(self, {**DEFAULTS, **fixed, **(new or {})})


def delete_resource_server(self):
    pool = self.backend.describe_user_pool(self._get_param("UserPoolId"))
    pool.resource_servers.pop(self._get_param("Identifier"), None)
    return EmptyResult()


def keep_login_version(change):
    """Which pages of Cognito sign people in: 1 the classic ones, 2 the managed."""

    def changed(self):
        result = change(self)
        domain = self.backend.user_pool_domains[self._get_param("Domain")]
        domain.login_version = self._get_param("ManagedLoginVersion", 1)
        return result

    return changed


def domain_json(self, extended=True):
    version = getattr(self, "login_version", 1)
    return _domain_json(self, extended) | {"ManagedLoginVersion": version}


CognitoIdpUserPoolDomain.to_json = domain_json
CognitoIdpResponse.create_user_pool_domain = keep_login_version(_create_domain)
CognitoIdpResponse.update_user_pool_domain = keep_login_version(_update_domain)
CognitoIdpResponse.delete_resource_server = delete_resource_server
ApiGatewayV2Response.update_stage = update_stage
CognitoIdpUserPool.update_extended_config = update_extended_config
