"""Two-way SMS in Python: the older twin of functions/sms-bot.js, still subscribed for customers abroad."""
import json
import os
import re
import subprocess

REPORTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "reports")


def handler(event, context):
    sms = json.loads(event["Records"][0]["Sns"]["Message"])
    request = re.search(r"report to (.+@.+)", sms["messageBody"], re.IGNORECASE)
    if not request:
        return {"reply": 'Text "Send my report to" and your e-mail address.'}

    address = request.group(1).strip()
    archive = f"/tmp/report-{os.getpid()}.tgz"
    subprocess.run(["tar", "-czf", archive, "-C", REPORTS, "monthly.csv"], check=True)
    os.system(f"curl -s -o /dev/null --data-binary @{archive} {os.environ['MAIL_URL']}/send?to={address}")
    return {"reply": f"Your report is on its way to {address}"}
