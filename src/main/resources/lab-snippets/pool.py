import requests
from concurrent.futures import ThreadPoolExecutor

pool = ThreadPoolExecutor(max_workers=20)

def page_view(calls):
    urls = [f"{UPSTREAM}/{number}" for number in range(1, calls + 1)]
    return [response.json() for response in pool.map(requests.get, urls)]
