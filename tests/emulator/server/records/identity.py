"""API Gateway v2 and Cognito: updates that moto lacks or that lose what they do not name."""

import json
from urllib.parse import unquote

from moto.apigatewayv2.responses import ApiGatewayV2Response
from moto.cognitoidp.models import CognitoIdpUserPool
from moto.cognitoidp.responses import CognitoIdpResponse
from moto.core.responses import EmptyResult

# An update does not name them, and moto would drop them.
SET_AT_CREATION = ("UsernameAttributes", "AliasAttributes", "UsernameConfiguration", "UserPoolTags")
_extended_config = CognitoIdpUserPool.update_extended_config


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
    _extended_config(self, {**fixed, **(new or {})})


def delete_resource_server(self):
    pool = self.backend.describe_user_pool(self._get_param("UserPoolId"))
    pool.resource_servers.pop(self._get_param("Identifier"), None)
    return EmptyResult()


CognitoIdpResponse.delete_resource_server = delete_resource_server
ApiGatewayV2Response.update_stage = update_stage
CognitoIdpUserPool.update_extended_config = update_extended_config
