"""The tutorial as written: a page that asks its own server, and waits for it."""
import os
import random

import requests
from flask import Flask, jsonify, render_template

app = Flask(__name__)
app.json.sort_keys = False

numbers_url = os.environ.get("NUMBERS_URL", f"http://127.0.0.1:{os.environ['PORT']}")
numbers = requests.Session()
numbers.mount("http://", requests.adapters.HTTPAdapter(pool_maxsize=64))


@app.get("/")
def home():
    reply = numbers.get(f"{numbers_url}/api/{random.randint(1, 10)}").json()
    return render_template("home.html", reply=reply)


@app.get("/hello")
def hello():
    return "Hello, World!"


@app.get("/api/<int:number>")
def api(number):
    return jsonify(success=True, message="", data=str(number))
