"""The runner of the W3C's suite, on a small suite of our own: it passes what is right alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from crosstrace.resources import ROOT

PREFIXES = """
@prefix ex: <https://example.org/> .
@prefix mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix sht: <http://www.w3.org/ns/shacl-test#> .
"""
TEST = """
<> a mf:Manifest ; mf:entries ( <{name}> ) .
<{name}> a sht:Validate ;
    mf:action [ sht:dataGraph <> ; sht:shapesGraph <shapes.ttl> ] ;
    mf:result {result} .
ex:a ex:p [ ex:q "01"^^<http://www.w3.org/2001/XMLSchema#integer> ] .
"""
SHAPES = """
ex:S a sh:NodeShape ; sh:targetNode ex:a ;
    sh:property [ sh:path ( ex:p [ sh:zeroOrMorePath ex:q ] ) ; sh:nodeKind sh:Literal ] .
"""
REPORT = """[ a sh:ValidationReport ; sh:conforms false ; sh:result [ a sh:ValidationResult ;
    sh:focusNode ex:a ; sh:value [] ; sh:sourceShape [] ; sh:resultSeverity sh:{severity} ;
    sh:resultPath ( ex:p [ sh:zeroOrMorePath ex:q ] ) ;
    sh:sourceConstraintComponent sh:NodeKindConstraintComponent ] ]"""
RESULTS = {
    "right": REPORT.format(severity="Violation"),
    "wrong": REPORT.format(severity="Warning"),
    "nothing": "[ a sh:ValidationReport ; sh:conforms true ]",
    "unusable": "sht:Failure",
}


def test_only_the_very_results_pass(tmp_path: Path) -> None:
    tests = tmp_path / "data-shapes-test-suite" / "tests"
    tests.mkdir(parents=True)
    (tests / "shapes.ttl").write_text(PREFIXES + SHAPES, encoding="utf-8")
    for name, result in RESULTS.items():
        test = PREFIXES + TEST.format(name=name, result=result)
        (tests / f"{name}.ttl").write_text(test, encoding="utf-8")
    unusable = tests / "unusable.ttl"
    text = unusable.read_text(encoding="utf-8").replace("shapes.ttl", "")
    unusable.write_text(text + "ex:S a sh:NodeShape ; sh:nodeKind ex:None .", encoding="utf-8")
    included = "".join(f"<> mf:include <{name}.ttl> .\n" for name in RESULTS)
    manifest = f"{PREFIXES}<> a mf:Manifest .\n{included}"
    (tests / "manifest.ttl").write_text(manifest, encoding="utf-8")

    command = [sys.executable, str(ROOT / "tools" / "w3c_shacl.py"), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    assert done.stderr == ""
    *faults, total = done.stdout.splitlines()
    assert sorted(fault.rpartition("/")[2] for fault in faults) == [
        "nothing: other results",
        "wrong: other results",
    ]
    assert total == "2 of 4 pass (1 expect a failure)."
    assert done.returncode == 1
