"""Records of AWS and of other services, one of each form; the descriptions' addresses stand in their tables."""

from typing import Any

Record = dict[str, Any]


def trail(name: str = "PutBucketVersioning", **changed: Any) -> Record:
    """What was done on AWS, as CloudTrail keeps it."""
    return {
        "eventVersion": "1.09",
        "userIdentity": {
            "type": "IAMUser",
            "principalId": "AIDAJ45Q7YFFAREXAMPLE",
            "arn": "arn:aws:iam::123456789012:user/okafor",
            "accountId": "123456789012",
            "userName": "okafor",
        },
        "eventTime": "2026-11-24T17:29:40Z",
        "eventSource": "s3.amazonaws.com",
        "eventName": name,
        "awsRegion": "us-east-2",
        "sourceIPAddress": "203.0.113.9",
        "userAgent": "aws-cli/2.31",
        "requestParameters": {"bucketName": "fernwood", "VersioningConfiguration": {"Status": "Suspended"}},
        "responseElements": None,
        "requestID": "EXAMPLE",
        "eventID": "0b3f1b76-0b1b-4c7e-8f3e-0f6c2a7b9d11",
        "readOnly": False,
        "eventType": "AwsApiCall",
        "managementEvent": True,
        "recipientAccountId": "123456789012",
        "eventCategory": "Management",
        **changed,
    }


def console(outcome: str = "Success", **changed: Any) -> Record:
    """A sign-in to the AWS console."""
    return trail(
        "ConsoleLogin",
        eventSource="signin.amazonaws.com",
        eventType="AwsConsoleSignIn",
        requestParameters=None,
        responseElements={"ConsoleLogin": outcome},
        additionalEventData={"LoginTo": "https://console.aws.amazon.com/", "MobileVersion": "No", "MFAUsed": "No"},
        **changed,
    )


OKTA: Record = {
    "actor": {"id": "00u1", "type": "User", "alternateId": "dana@fernwood.example", "displayName": "Dana Reyes"},
    "client": {"userAgent": {"rawUserAgent": "Mozilla/5.0"}, "zone": "null", "ipAddress": "203.0.113.9"},
    "displayMessage": "User login to Okta",
    "eventType": "user.session.start",
    "outcome": {"result": "FAILURE", "reason": "INVALID_CREDENTIALS"},
    "published": "2026-11-24T16:00:00.000Z",
    "securityContext": {"asNumber": 64500, "isProxy": True},
    "severity": "INFO",
    "debugContext": {"debugData": {"behaviors": "{New Geo-Location=POSITIVE}", "requestUri": "/api/v1/authn"}},
    "legacyEventType": "core.user_auth.login_failed",
    "uuid": "dc9fd3c0-598c-11ef-8478-2b7584bf8d5a",
    "target": [{"id": "0oa1", "type": "AppInstance", "displayName": "Okta Admin Console"}],
}

ONELOGIN: Record = {
    "id": 89173,
    "created_at": "2026-11-24T16:00:00.000Z",
    "account_id": 42,
    "user_id": 7,
    "user_name": "Dana Reyes",
    "event_type_id": 532,
    "ipaddr": "203.0.113.9",
}

DUO: Record = {
    "access_device": {"ip": "203.0.113.9", "hostname": None, "os": "Windows"},
    "application": {"key": "DIY231J8BR23QK4UKBY8", "name": "VPN"},
    "auth_device": {"ip": None, "name": "phone"},
    "email": "dana@fernwood.example",
    "event_type": "authentication",
    "factor": "duo_push",
    "isotimestamp": "2026-11-24T16:00:00.000000+00:00",
    "reason": "user_mistake",
    "result": "denied",
    "timestamp": 1795536000,
    "trusted_endpoint_status": "not trusted",
    "txid": "340a23e3-23f3-23c1-87dc-1491a23dfdbb",
    "user": {"groups": ["Staff"], "key": "DU3KC77WJ06Y5HIV7XKQ", "name": "dana"},
}

GITHUB: Record = {
    "@timestamp": 1795536000000,
    "_document_id": "xJJFlFOhQ6b-5vaAFy9Rjw",
    "action": "org.disable_two_factor_requirement",
    "actor": "okafor",
    "actor_ip": "203.0.113.9",
    "created_at": 1795536000000,
    "org": "fernwood",
}

BITBUCKET: Record = {
    "affectedObjects": [{"id": "1", "name": "site", "type": "REPOSITORY"}],
    "auditType": {
        "action": "User login failed",
        "area": "USER_MANAGEMENT",
        "category": "Authentication",
        "level": "BASE",
    },
    "author": {"id": "2", "name": "dana", "type": "NORMAL"},
    "changedValues": [],
    "method": "Browser",
    "source": "203.0.113.9",
    "system": "https://bitbucket.fernwood.example",
    "timestamp": {"epochSecond": 1795536000, "nano": 5000000},
    "version": "1.0",
}

KUBERNETES: Record = {
    "kind": "Event",
    "apiVersion": "audit.k8s.io/v1",
    "level": "RequestResponse",
    "auditID": "5a1a3e5c-3c0c-4ad5-8a4e-2a0f2b1c0d11",
    "stage": "ResponseComplete",
    "requestURI": "/api/v1/namespaces/kube-system/pods",
    "verb": "create",
    "user": {"username": "okafor", "groups": ["system:authenticated"]},
    "sourceIPs": ["203.0.113.9"],
    "userAgent": "kubectl/v1.34",
    "objectRef": {"resource": "pods", "namespace": "kube-system", "apiVersion": "v1"},
    "responseStatus": {"code": 201},
    "requestObject": {
        "spec": {
            "containers": [{"name": "c", "securityContext": {"capabilities": {"add": ["SYS_ADMIN"]}}}],
            "volumes": [{"name": "root", "hostPath": {"path": "/"}}],
        }
    },
    "requestReceivedTimestamp": "2026-11-24T16:00:00.000000Z",
    "stageTimestamp": "2026-11-24T16:00:00.100000Z",
}

OPENCANARY: Record = {
    "dst_host": "10.1.0.9",
    "dst_port": 22,
    "local_time": "2026-11-24 16:00:00.000000",
    "logdata": {"USERNAME": "root", "PASSWORD": "toor"},
    "logtype": 4002,
    "node_id": "opencanary-1",
    "src_host": "10.1.0.66",
    "src_port": 51110,
    "utc_time": "2026-11-24 16:00:00.000000",
}
