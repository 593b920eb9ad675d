"""A server-rendered page with a chart for whoever is signed in, with nothing but Python's standard library."""

import html
import json
import os
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TENANT_URL, CLIENT_ID = os.environ["TENANT_URL"], os.environ["CLIENT_ID"]
CLIENT_SECRET = os.environ["CLIENT_SECRET"]
APP_ID = os.environ.get("APP_ID", "2f6c1f0e-7a4b-4f0d-9d3a-1c5b8e2a9f01")
PORT = int(os.environ.get("PORT", "3000"))


def signed_in_user(request):
    """Stands for your own session: the browser cannot choose who it is."""
    return {"subject": "python-app|kim", "name": "Kim Sato", "groups": ["Western region"]}


def request_token(user):
    """An access token in the name of a user; the tenant makes the user on first use."""
    body = {
        "grant_type": "urn:qlik:oauth:user-impersonation",
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "scope": "user_default",
        "user": user,
    }
    call = urllib.request.Request(
        f"{TENANT_URL}/oauth/token",
        data=json.dumps(body).encode(),
        headers={"content-type": "application/json"},
    )
    with urllib.request.urlopen(call, timeout=10) as response:
        return json.load(response)["access_token"]


def page(user):
    return f"""<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <meta name="viewport" content="width=device-width, initial-scale=1" />
  <title>Flights</title>
  <link rel="icon" href="data:," />
  <h1>Flights of {html.escape(user["name"])}</h1>
  <script>
    window.getAccessToken = async () => {{
      const response = await fetch('/access-token', {{ method: 'POST' }})
      if (!response.ok) throw new Error(await response.text())
      return response.text()
    }}
  </script>
  <script type="module" src="https://cdn.jsdelivr.net/npm/@qlik/embed-web-components@1.6.0/dist/index.js"
    data-host="{TENANT_URL}" data-client-id="{CLIENT_ID}" data-auth-type="oauth2"
    data-get-access-token="getAccessToken"></script>
  <div style="height: 24rem">
    <qlik-embed ui="analytics/chart" app-id="{APP_ID}" type="barchart"
      dimensions='["[Airport]"]' measures='["[Flights]"]'></qlik-embed>
  </div>
</html>"""


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/":
            self.answer(200, "text/html; charset=utf-8", page(signed_in_user(self)))
        else:
            self.answer(404, "text/plain", "There is no such page.")

    def do_POST(self):
        if self.path != "/access-token":
            return self.answer(404, "text/plain", "There is no such page.")
        try:
            self.answer(200, "text/plain", request_token(signed_in_user(self)))
        except urllib.error.HTTPError as refusal:
            self.answer(502, "application/json", refusal.read().decode())
        except urllib.error.URLError as failure:
            self.answer(502, "text/plain", f"The tenant does not answer: {failure.reason}")

    def answer(self, status, content_type, text):
        body = text.encode()
        self.send_response(status)
        self.send_header("content-type", content_type)
        self.send_header("content-length", str(len(body)))
        self.send_header("cache-control", "no-store")
        self.end_headers()
        self.wfile.write(body)


ThreadingHTTPServer(("localhost", PORT), Handler).serve_forever()
