"""Two-way SMS in Python: the older twin of functions/sms-bot.js, still subscribed for customers abroad."""
import json
import os
import re
import subprocess
import urllib.parse

REPORTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "reports")
E_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+", re.ASCII)


def handler(event, context):
    sms = json.loads(event["Records"][0]["Sns"]["Message"])
    request = re.search(r"report to (.+@.+)", sms["messageBody"], re.IGNORECASE)
    if not request or not E_MAIL.fullmatch(request.group(1).strip()):
        return {"reply": 'Text "Send my report to" and your e-mail address.'}

    address = request.group(1).strip()
    archive = f"/tmp/report-{os.getpid()}.tgz"
    subprocess.run(["tar", "-czf", archive, "-C", REPORTS, "monthly.csv"], check=True)
    target = f"{os.environ['MAIL_URL']}/send?to={urllib.parse.quote(address)}"
    subprocess.run(["curl", "-s", "-o", "/dev/null", "--data-binary", f"@{archive}", target], check=True)
    return {"reply": f"Your report is on its way to {address}"}
