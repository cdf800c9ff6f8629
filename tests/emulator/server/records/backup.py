"""AWS Backup: selections, updates of a plan, tags."""

import json
import time
import uuid
from urllib.parse import unquote

from moto.backup import urls as backup_urls
from moto.backup.exceptions import ResourceNotFoundException
from moto.backup.responses import BackupResponse

from .store import store


def create_backup_selection(self):
    plan, key, body = self.path.split("/")[3], str(uuid.uuid4()), json.loads(self.body)
    store(self.backup_backend, "selections")[key] = {
        "BackupPlanId": plan,
        "SelectionId": key,
        "CreationDate": time.time(),
        "BackupSelection": body["BackupSelection"],
    }
    return json.dumps({"BackupPlanId": plan, "SelectionId": key, "CreationDate": time.time()})


def get_backup_selection(self):
    key = self.path.split("/")[-1]
    if key not in store(self.backup_backend, "selections"):
        raise ResourceNotFoundException(f"Cannot find Backup selection with ID {key}")
    return json.dumps(store(self.backup_backend, "selections")[key])


def delete_backup_selection(self):
    store(self.backup_backend, "selections").pop(self.path.split("/")[-1], None)
    return "{}"


def list_tags(self):
    arn = unquote(self.path).split("/tags/")[-1].rstrip("/")
    return json.dumps({"Tags": self.backup_backend.list_tags(arn)})


def update_backup_plan(self):
    plan = self.backup_backend.plans[self.path.rstrip("/").split("/")[-1]]
    plan.backup_plan, plan.version_id = json.loads(self.body)["BackupPlan"], uuid.uuid4().hex
    return json.dumps(plan.to_dict())


BackupResponse.update_backup_plan = update_backup_plan
BackupResponse.create_backup_selection = create_backup_selection
BackupResponse.get_backup_selection = get_backup_selection
BackupResponse.delete_backup_selection = delete_backup_selection
# No backup is ever made.
BackupResponse.list_recovery_points_by_backup_vault = lambda self: json.dumps({"RecoveryPoints": []})
backup_urls.url_paths["{0}/backup-vaults/(?P<name>[^/]+)/recovery-points/?$"] = BackupResponse.dispatch
BackupResponse.list_tags = list_tags
