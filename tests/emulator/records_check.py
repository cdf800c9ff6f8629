"""Operations of server/records, server/cloud_control.py and server/http_api.py by boto3, which has a client for each
service: what is put is given back. Prints the name of each check that it passed; ends at the first that fails."""

import io
import json
import sys
import urllib.error
import urllib.request
import zipfile

import boto3

URL = sys.argv[1]
ACCOUNT = "123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/records-check"
KEYS = {"region_name": "us-east-1", "aws_access_key_id": "test", "aws_secret_access_key": "test"}
checks = []


def client(service):
    return boto3.client(service, endpoint_url=URL, **KEYS)


def check(function):
    checks.append(function)
    return function


@check
def s3_configurations_come_back_as_put():
    s3 = client("s3")
    s3.create_bucket(Bucket="records-check")
    place = {"Bucket": "records-check", "Id": "all"}
    try:
        s3.get_bucket_metrics_configuration(**place)
        raise AssertionError("a configuration that nobody put")
    except s3.exceptions.ClientError as e:
        assert e.response["Error"]["Code"] == "NoSuchConfiguration", e
    s3.put_bucket_metrics_configuration(**place, MetricsConfiguration={"Id": "all"})
    assert s3.get_bucket_metrics_configuration(**place)["MetricsConfiguration"] == {"Id": "all"}
    s3.delete_bucket_metrics_configuration(**place)
    rule = {"ID": "old", "Status": "Enabled", "Filter": {"Prefix": "logs/"}, "Expiration": {"Days": 30}}
    size = "varies_by_storage_class"
    s3.put_bucket_lifecycle_configuration(
        Bucket="records-check",
        LifecycleConfiguration={"Rules": [rule]},
        TransitionDefaultMinimumObjectSize=size,
    )
    found = s3.get_bucket_lifecycle_configuration(Bucket="records-check")
    assert found["Rules"] == [rule], found
    assert found["TransitionDefaultMinimumObjectSize"] == size
    s3.head_bucket(Bucket="records-check")


@check
def a_denial_without_tls_locks_nobody_out():
    s3 = client("s3")
    s3.create_bucket(Bucket="tls-only")
    statement = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::tls-only/*"}
    statement["Condition"] = {"Bool": {"aws:SecureTransport": "false"}}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    s3.put_bucket_policy(Bucket="tls-only", Policy=policy)
    s3.put_object(Bucket="tls-only", Key="a", Body=b"1")


@check
def kms_rotation():
    kms = client("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    assert not kms.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"]
    kms.enable_key_rotation(KeyId=key, RotationPeriodInDays=180)
    assert kms.get_key_rotation_status(KeyId=key)["RotationPeriodInDays"] == 180


@check
def queues_keep_their_policies():
    sqs = client("sqs")
    redrive = json.dumps({"deadLetterTargetArn": f"arn:aws:sqs:us-east-1:{ACCOUNT}:dead", "maxReceiveCount": 3})
    sqs.create_queue(QueueName="dead", Attributes={"RedriveAllowPolicy": '{"redrivePermission":"allowAll"}'})
    queue = sqs.create_queue(QueueName="records-check", Attributes={"RedrivePolicy": redrive})["QueueUrl"]
    found = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])["Attributes"]
    assert found["RedrivePolicy"] == redrive.replace(" ", ""), found


@check
def saved_log_queries():
    logs = client("logs")
    key = logs.put_query_definition(name="errors", queryString="fields @message")["queryDefinitionId"]
    found = logs.describe_query_definitions(queryDefinitionNamePrefix="err")["queryDefinitions"]
    assert [q["queryDefinitionId"] for q in found] == [key]
    assert logs.delete_query_definition(queryDefinitionId=key)["success"]


@check
def athena_work_group_updates():
    athena = client("athena")
    athena.create_work_group(Name="records-check", Configuration={"EnforceWorkGroupConfiguration": True})
    update = {"ResultConfigurationUpdates": {"OutputLocation": "s3://a/"}, "BytesScannedCutoffPerQuery": 10**8}
    athena.update_work_group(WorkGroup="records-check", ConfigurationUpdates=update)
    found = athena.get_work_group(WorkGroup="records-check")["WorkGroup"]["Configuration"]
    assert found["ResultConfiguration"]["OutputLocation"] == "s3://a/", found


@check
def budgets():
    budget = client("budgets")
    limit = {"Amount": "10", "Unit": "USD"}
    described = {"BudgetName": "b", "BudgetLimit": limit, "TimeUnit": "MONTHLY", "BudgetType": "COST"}
    notification = {"NotificationType": "ACTUAL", "ComparisonOperator": "GREATER_THAN", "Threshold": 80.0}
    subscriber = {"SubscriptionType": "EMAIL", "Address": "a@example.org"}
    budget.create_budget(
        AccountId=ACCOUNT,
        Budget=described,
        NotificationsWithSubscribers=[{"Notification": notification, "Subscribers": [subscriber]}],
        ResourceTags=[{"Key": "a", "Value": "1"}],
    )
    asked = {"AccountId": ACCOUNT, "BudgetName": "b", "Notification": notification}
    assert budget.describe_subscribers_for_notification(**asked)["Subscribers"] == [subscriber]
    arn = f"arn:aws:budgets::{ACCOUNT}:budget/b"
    assert budget.list_tags_for_resource(ResourceARN=arn)["ResourceTags"] == [{"Key": "a", "Value": "1"}]


@check
def backup_selections():
    backup = client("backup")
    rule = {"RuleName": "daily", "TargetBackupVaultName": "v"}
    plan = {"BackupPlanName": "p", "Rules": [rule]}
    backup.create_backup_vault(BackupVaultName="v")
    key = backup.create_backup_plan(BackupPlan=plan)["BackupPlanId"]
    selection = {"SelectionName": "s", "IamRoleArn": ROLE, "Resources": ["*"]}
    made = backup.create_backup_selection(BackupPlanId=key, BackupSelection=selection)["SelectionId"]
    found = backup.get_backup_selection(BackupPlanId=key, SelectionId=made)
    assert found["BackupSelection"]["SelectionName"] == "s"
    backup.delete_backup_selection(BackupPlanId=key, SelectionId=made)


@check
def sagemaker_records_and_updates():
    sagemaker = client("sagemaker")
    variant = {"VariantName": "all", "ModelName": "m", "InitialInstanceCount": 1, "InstanceType": "ml.m6i.large"}
    tags = [{"Key": "a", "Value": "1"}]
    container = {"Image": "i"}
    sagemaker.create_model(
        ModelName="m", ExecutionRoleArn=ROLE, PrimaryContainer=container, EnableNetworkIsolation=True
    )
    assert sagemaker.describe_model(ModelName="m")["EnableNetworkIsolation"]
    for name in ("one", "two"):
        sagemaker.create_endpoint_config(EndpointConfigName=name, ProductionVariants=[variant])
    sagemaker.create_endpoint(EndpointName="e", EndpointConfigName="one", Tags=tags)
    sagemaker.update_endpoint(EndpointName="e", EndpointConfigName="two")
    assert sagemaker.describe_endpoint(EndpointName="e")["EndpointConfigName"] == "two"
    definition = {"MonitoringJobDefinitionName": "d", "MonitoringType": "DataQuality"}
    arn = sagemaker.create_monitoring_schedule(
        MonitoringScheduleName="s", MonitoringScheduleConfig=definition, Tags=tags
    )["MonitoringScheduleArn"]
    sagemaker.stop_monitoring_schedule(MonitoringScheduleName="s")
    found = sagemaker.describe_monitoring_schedule(MonitoringScheduleName="s")
    assert found["MonitoringScheduleStatus"] == "Stopped", found
    assert sagemaker.list_tags(ResourceArn=arn)["Tags"] == tags
    sagemaker.delete_monitoring_schedule(MonitoringScheduleName="s")


@check
def cloudfront_policies():
    cloudfront = client("cloudfront")
    config = {"Name": "p", "MinTTL": 1, "DefaultTTL": 2, "MaxTTL": 3}
    made = cloudfront.create_cache_policy(CachePolicyConfig=config)["CachePolicy"]
    found = cloudfront.get_cache_policy(Id=made["Id"])["CachePolicy"]["CachePolicyConfig"]
    assert found["Name"] == "p", found
    cloudfront.delete_cache_policy(Id=made["Id"])


@check
def cloud_control():
    control = client("cloudcontrol")
    kind = "AWS::SageMaker::ModelQualityJobDefinition"
    model = json.dumps({"JobDefinitionName": "q", "Size": 1})
    made = control.create_resource(TypeName=kind, DesiredState=model)["ProgressEvent"]
    patch = json.dumps([{"op": "replace", "path": "/Size", "value": 2}])
    control.update_resource(TypeName=kind, Identifier=made["Identifier"], PatchDocument=patch)
    found = control.get_resource(TypeName=kind, Identifier=made["Identifier"])["ResourceDescription"]
    assert json.loads(found["Properties"])["Size"] == 2
    control.delete_resource(TypeName=kind, Identifier=made["Identifier"])


@check
def a_definition_with_a_dangling_transition():
    states = client("stepfunctions")
    good = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Succeed"}}}
    assert states.validate_state_machine_definition(definition=json.dumps(good))["result"] == "OK"
    bad = json.dumps(good).replace('"Next": "B"', '"Next": "C"')
    found = states.validate_state_machine_definition(definition=bad)
    assert found["diagnostics"][0]["code"] == "MISSING_TRANSITION_TARGET", found


@check
def http_api_with_a_jwt():
    cognito, apis, functions = client("cognito-idp"), client("apigatewayv2"), client("lambda")
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    client("iam").create_role(RoleName="records-check", AssumeRolePolicyDocument=policy)
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        answer = "({ statusCode: 200, body: e.pathParameters.id + ' ' + e.requestContext.authorizer.jwt.claims.token_use })"
        archive.writestr("index.mjs", f"export const handler = async (e) => {answer};")
    arn = functions.create_function(
        FunctionName="records-check",
        Runtime="nodejs22.x",
        Handler="index.handler",
        Role=ROLE,
        Code={"ZipFile": code.getvalue()},
    )["FunctionArn"]

    pool = cognito.create_user_pool(PoolName="p")["UserPool"]["Id"]
    cognito.update_user_pool(UserPoolId=pool, AutoVerifiedAttributes=["email"])
    assert cognito.describe_user_pool(UserPoolId=pool)["UserPool"]["UserPoolTier"] == "ESSENTIALS"
    cognito.create_user_pool_domain(UserPoolId=pool, Domain="d", ManagedLoginVersion=2)
    domain = cognito.describe_user_pool_domain(Domain="d")["DomainDescription"]
    assert domain["ManagedLoginVersion"] == 2, domain
    flows = ["ALLOW_USER_PASSWORD_AUTH"]
    app = cognito.create_user_pool_client(UserPoolId=pool, ClientName="c", ExplicitAuthFlows=flows)
    app_id = app["UserPoolClient"]["ClientId"]
    cognito.admin_create_user(UserPoolId=pool, Username="a", MessageAction="SUPPRESS")
    secret = "Correct-Horse-1234"
    cognito.admin_set_user_password(UserPoolId=pool, Username="a", Password=secret, Permanent=True)
    signed_in = cognito.initiate_auth(
        ClientId=app_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "a", "PASSWORD": secret},
    )["AuthenticationResult"]

    api = apis.create_api(Name="a", ProtocolType="HTTP")["ApiId"]
    issuer = f"https://cognito-idp.us-east-1.amazonaws.com/{pool}"
    authorizer = apis.create_authorizer(
        ApiId=api,
        AuthorizerType="JWT",
        Name="j",
        IdentitySource=["$request.header.Authorization"],
        JwtConfiguration={"Issuer": issuer, "Audience": [app_id]},
    )["AuthorizerId"]
    integration = apis.create_integration(
        ApiId=api, IntegrationType="AWS_PROXY", IntegrationUri=arn, PayloadFormatVersion="2.0"
    )["IntegrationId"]
    apis.create_route(
        ApiId=api,
        RouteKey="GET /models/{id}",
        AuthorizationType="JWT",
        AuthorizerId=authorizer,
        Target=f"integrations/{integration}",
    )

    def get(path, token=None):
        headers = {"authorization": f"Bearer {token}"} if token else {}
        try:
            asked = urllib.request.Request(f"{URL}/_api/{api}{path}", headers=headers)
            with urllib.request.urlopen(asked) as answered:
                return answered.status, answered.read().decode()
        except urllib.error.HTTPError as e:
            return e.code, None

    token = signed_in["IdToken"]
    assert get("/models/7", token) == (200, "7 id"), get("/models/7", token)
    assert get("/models/7")[0] == 401
    head, body, signature = token.split(".")
    assert get("/models/7", f"{head}.{body}.{signature[::-1]}")[0] == 401
    assert get("/nowhere", token)[0] == 404


for function in checks:
    function()
    print(function.__name__)
