import requests

def page_view(calls):
    results = []
    for number in range(1, calls + 1):
        results.append(requests.get(f"{UPSTREAM}/{number}").json())
    return results
