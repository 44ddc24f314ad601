#!/usr/bin/env python3
"""Writes the parts of the program as a CycloneDX 1.5 document: the crates it is built of, with versions, licences and
checksums, from Cargo.lock and `cargo metadata`. Crates that only tests or build scripts use are left out."""

import json
import subprocess
import sys
import tomllib


def main(target):
    command = ["cargo", "metadata", "--format-version", "1", "--locked"]
    if target:
        command += ["--filter-platform", target]
    metadata = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    with open("Cargo.lock", "rb") as lock:
        locked = tomllib.load(lock)["package"]
    checksums = {(it["name"], it["version"]): it.get("checksum") for it in locked}
    nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
    packages = {package["id"]: package for package in metadata["packages"]}
    root = metadata["resolve"]["root"]
    used, waiting = {}, [root]
    while waiting:
        own = waiting.pop()
        if own in used:
            continue
        normal = [dep["pkg"] for dep in nodes[own]["deps"] if any(kind["kind"] is None for kind in dep["dep_kinds"])]
        used[own] = normal
        waiting += normal

    def reference(identity):
        package = packages[identity]
        return f"pkg:cargo/{package['name']}@{package['version']}"

    def component(identity, kind):
        package = packages[identity]
        out = {"type": kind, "bom-ref": reference(identity), "name": package["name"], "version": package["version"]}
        if package.get("license"):
            out["licenses"] = [{"expression": package["license"].replace("/", " OR ")}]
        checksum = checksums.get((package["name"], package["version"]))
        if checksum:
            out["hashes"] = [{"alg": "SHA-256", "content": checksum}]
        out["purl"] = reference(identity)
        return out

    crates = sorted((it for it in used if it != root), key=reference)
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": component(root, "application")},
        "components": [component(it, "library") for it in crates],
        "dependencies": [
            {"ref": reference(it), "dependsOn": sorted(map(reference, used[it]))} for it in sorted(used, key=reference)
        ],
    }
    json.dump(document, sys.stdout, indent=1, ensure_ascii=False)
    print()


main(sys.argv[1] if len(sys.argv) > 1 else None)
