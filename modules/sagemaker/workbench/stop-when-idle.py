"""Stops the notebook instance that it runs on once nobody has worked there for IDLE_MINUTES. Run by cron, every five minutes."""
import json
import os
import ssl
import subprocess
import sys
import time
import urllib.request
from datetime import datetime, timezone

IDLE_SECONDS = int(os.environ["IDLE_MINUTES"]) * 60
JUPYTER = os.environ.get("JUPYTER_URL", "https://localhost:8443")
METADATA = os.environ.get("INSTANCE_METADATA", "/opt/ml/metadata/resource-metadata.json")
AWS_CLI = os.environ.get("AWS_CLI", "aws")
UPTIME = os.environ.get("UPTIME_FILE", "/proc/uptime")


def ask(what: str) -> list[dict]:
    # Jupyter's certificate is its own: the call does not leave the machine.
    context = ssl._create_unverified_context() if JUPYTER.startswith("https") else None
    with urllib.request.urlopen(f"{JUPYTER}/api/{what}", context=context, timeout=10) as answer:
        return json.load(answer)


def seconds_since(moment: str) -> float:
    then = datetime.fromisoformat(moment.replace("Z", "+00:00"))
    return (datetime.now(timezone.utc) - then).total_seconds()


def idle_seconds() -> float:
    """Since the last thing that a kernel or a terminal did; since the start where nothing was opened."""
    kernels, terminals = ask("kernels"), ask("terminals")
    if any(kernel["execution_state"] == "busy" for kernel in kernels):
        return 0
    with open(UPTIME, encoding="ascii") as file:
        since_start = float(file.read().split()[0])
    activities = [one["last_activity"] for one in kernels + terminals if one.get("last_activity")]
    return min([since_start, *map(seconds_since, activities)])


idle = idle_seconds()
print(f"{time.strftime('%FT%TZ', time.gmtime())} idle for {idle / 60:.0f} minutes")
if idle >= IDLE_SECONDS:
    with open(METADATA, encoding="utf8") as file:
        name = json.load(file)["ResourceName"]
    sys.exit(subprocess.call([AWS_CLI, "sagemaker", "stop-notebook-instance", "--notebook-instance-name", name]))
