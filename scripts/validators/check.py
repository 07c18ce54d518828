"""Holds files to published schemas; prints what is wrong with them and ends with 1.

check.py compose SCHEMA FILE...   docker compose, to the JSON Schema of the compose specification
check.py crd DEFINITION FILE...   Kubernetes' custom resources, to the CustomResourceDefinition of their kind
check.py ecs FILE...              ECS task definitions, to RegisterTaskDefinition of the ECS API model
check.py iam FILE...              policies and trust policies, to IAM's lists of actions, resources and conditions
"""
import json
import sys

import botocore.session
import jsonschema
import yaml
from botocore.validate import ParamValidator


def check_compose(schema_file, file):
    with open(schema_file) as schema, open(file) as text:
        definition = json.load(schema)
        validator = jsonschema.validators.validator_for(definition)(definition)
        return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(yaml.safe_load(text))]


def check_crd(definition_file, file):
    with open(definition_file) as definition_text, open(file) as text:
        definition = yaml.safe_load(definition_text)["spec"]
        schemas = {f"{definition['group']}/{one['name']}": strictly(one["schema"]["openAPIV3Schema"]) for one in definition["versions"]}
        problems = []
        for resource in yaml.safe_load_all(text):
            version, kind = resource.get("apiVersion"), resource.get("kind")
            if version not in schemas or kind != definition["names"]["kind"]:
                problems.append(f"{kind} of {version} is not defined")
                continue
            validator = jsonschema.Draft202012Validator(schemas[version])
            problems += [f"{error.json_path}: {error.message}" for error in validator.iter_errors(resource)]
        return problems


def strictly(schema):
    """Kubernetes drops what a definition does not name; here that is a slip."""
    if isinstance(schema, list):
        return [strictly(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    strict = {name: strictly(inner) for name, inner in schema.items()}
    is_open = schema.get("x-kubernetes-preserve-unknown-fields") or "additionalProperties" in schema
    if isinstance(schema.get("properties"), dict) and schema.get("type") == "object" and not is_open:
        strict["additionalProperties"] = False
    return strict


def check_ecs(file):
    model = botocore.session.get_session().get_service_model("ecs")
    shape = model.operation_model("RegisterTaskDefinition").input_shape
    with open(file) as text:
        definition = yaml.safe_load(text)
    report = ParamValidator().validate(definition, shape)
    return ([report.generate_report()] if report.has_errors() else []) + list(wrong_choices(definition, shape, "$"))


def wrong_choices(value, shape, where):
    """botocore checks names and types, not the choices of a string."""
    if shape.type_name == "structure":
        for name, inner in value.items():
            if name in shape.members:
                yield from wrong_choices(inner, shape.members[name], f"{where}.{name}")
    elif shape.type_name == "list":
        for index, inner in enumerate(value):
            yield from wrong_choices(inner, shape.member, f"{where}[{index}]")
    elif shape.type_name == "string" and getattr(shape, "enum", []) and value not in shape.enum:
        yield f"{where}: {value!r} is none of {', '.join(shape.enum)}"


def check_iam(file):
    import parliament

    with open(file) as text:
        content = text.read()
    document = json.loads(content)
    if not any("Principal" in statement for statement in document["Statement"]):
        return [str(finding) for finding in parliament.analyze_policy_string(content).findings]
    statements = document["Statement"]
    problems = [] if document.get("Version") == "2012-10-17" else ["Version is not 2012-10-17"]
    known = {f"{service['prefix']}:{one['privilege']}".lower() for service in parliament.iam_definition for one in service["privileges"]}
    for statement in statements:
        actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
        problems += [f"{action} is no action of IAM's" for action in actions if action.lower() not in known]
        problems += [f"unknown element {name}" for name in statement if name not in ("Sid", "Effect", "Principal", "Action", "Condition")]
        if not isinstance(statement.get("Principal"), dict):
            problems.append("a trust policy names its principals")
    return problems


kind, *arguments = sys.argv[1:]
if kind in ("compose", "crd"):
    schema_file, *files = arguments
    check = lambda file: {"compose": check_compose, "crd": check_crd}[kind](schema_file, file)  # noqa: E731
else:
    files, check = arguments, {"ecs": check_ecs, "iam": check_iam}[kind]
found = [f"{file}: {problem}" for file in files for problem in check(file)]
print("\n".join(found))
sys.exit(1 if found else 0)
