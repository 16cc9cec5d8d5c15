"""The tutorial's page and API as published: the page sends a blocking request to its own server."""
import os
import random

import requests
from flask import Flask, Response, jsonify, render_template

app = Flask(__name__)
app.json.sort_keys = False

numbers_url = os.environ.get("NUMBERS_URL", f"http://127.0.0.1:{os.environ['PORT']}")
numbers = requests.Session()
numbers.mount("http://", requests.adapters.HTTPAdapter(pool_maxsize=64))


@app.get("/")
def home() -> str:
    envelope = numbers.get(f"{numbers_url}/api/{random.randint(1, 10)}").json()
    return render_template("home.html", envelope=envelope)


@app.get("/hello")
def hello() -> str:
    return "Hello, World!"


@app.get("/api/<int:number>")
def api(number: int) -> Response:
    return jsonify(success=True, message="", data=str(number))
