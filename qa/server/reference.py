"""The reference page of the JSON routes, made from their OpenAPI description; it loads nothing from anywhere."""

from typing import Any

from jinja2 import Environment

_PAGE = Environment(autoescape=True).from_string("""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{{ info.title }}: API</title><style>
:root { color-scheme: light dark } body { font: 16px/1.6 system-ui, sans-serif; max-width: 52em; margin: 2em auto; padding: 0 1em }
code, pre { font-size: .92em } pre { overflow-x: auto; padding: .8em; border: 1px solid #8886; border-radius: 6px }
h2 code { font-size: 1em } table { border-collapse: collapse } td, th { text-align: start; padding: .2em .8em .2em 0; vertical-align: top }
</style></head><body><h1>{{ info.title }}: API</h1>
<p>{{ info.description }} The description for programs: <a href="api/openapi.json">openapi.json</a>.</p>
{% for path, methods in paths.items() %}{% for method, route in methods.items() %}
<h2><code>{{ method | upper }} {{ path }}</code></h2><p>{{ route.description }}</p>
{% if route.takes %}<table><tr><th>field</th><th>type</th><th></th></tr>
{% for name, field in route.takes.items() %}<tr><td><code>{{ name }}</code></td><td>{{ field.type or "object" }}</td><td>{{ field.description }}</td></tr>
{% endfor %}</table>{% endif %}
<p>Answers: {% for status, answer in route.responses.items() %}<code>{{ status }}</code> {{ answer.description }}{{ "; " if not loop.last }}{% endfor %}.</p>
{% endfor %}{% endfor %}
<h2>An example</h2><pre>curl -s localhost:7860/api/ask -H 'content-type: application/json' -d '{"question": "宁夏有多少工会会员?"}'</pre>
</body></html>""")


def reference_page(openapi: dict[str, Any]) -> str:
    """The page as HTML."""
    schemas = openapi["components"]["schemas"]
    for methods in openapi["paths"].values():
        for route in methods.values():
            body = route.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
            route["takes"] = schemas.get(str(body.get("$ref", "")).rpartition("/")[2], {}).get("properties", {})
    return _PAGE.render(openapi)
