"""Who relays whom, as a graph."""

from __future__ import annotations

import json
from dataclasses import replace

from ledger_samples import document, extraction, strikes
from onrecord.linking.model import Report
from onrecord.linking.origins.graph import Hop, Node, Relayed, RelayGraph, relay_graph, relayed_by, to_dot, to_json
from onrecord.linking.origins.model import Origin, Repetition
from onrecord.records import Link

PAGE = document("a", credits=("AP",))  # type: ignore[arg-type]
REPORT = Report(PAGE, extraction(PAGE, strikes()))

COPY = Relayed(
    "copy", "Zenda Post", ("The Harbour Ledger",), ((Hop("outlet", "Zenda Post"), Hop("unnamed", "six", False)),)
)
REPEATED = Origin("o", (Repetition("a", "original"), Repetition("copy", "verbatim", "a", share=1.0)), "a")


def edges(graph: RelayGraph) -> dict[tuple[str, str], tuple[tuple[str, ...], int]]:
    return {(edge.source, edge.target): (edge.ways, edge.count) for edge in graph.edges}


def test_a_chain_and_a_credit_are_edges() -> None:
    graph = relay_graph([relayed_by(REPORT)])
    assert edges(graph) == {
        ("outlet:harbourledger", "outlet:associatedpress"): (("credit",), 1),
        ("outlet:harbourledger", "outlet:radioborduria"): (("chain",), 1),
        ("outlet:radioborduria", "unnamed:six officials@radioborduria"): (("chain",), 1),
    }
    assert Node("outlet:associatedpress", "Associated Press", "outlet") in graph.nodes


def test_a_copy_relays_the_report_and_not_once_more_its_sources() -> None:
    graph = relay_graph([relayed_by(REPORT), COPY], [REPEATED])
    assert edges(graph)["outlet:zendapost", "outlet:harbourledger"] == (("credit", "repeat"), 1)
    assert not any(source == "outlet:zendapost" and "unnamed" in target for source, target in edges(graph))
    assert any(source == "outlet:zendapost" and "unnamed" in target for source, target in edges(relay_graph([COPY])))


def test_documents_are_counted_once_however_often_they_say_it() -> None:
    often = replace(REPORT.extraction, claims=(strikes("c1"), strikes("c2")))
    more = [relayed_by(Report(PAGE, often)), replace(relayed_by(REPORT), document="b")]
    (edge,) = (edge for edge in relay_graph(more).edges if edge.target == "outlet:radioborduria")
    assert (edge.count, edge.documents) == (2, ("a", "b"))


def test_a_document_without_an_outlet_is_left_out() -> None:
    assert relay_graph([Relayed("x", None, ("AP",))]) == RelayGraph((), ())


def test_the_order_of_documents_makes_no_difference_to_a_byte() -> None:
    both = [relayed_by(REPORT), COPY]
    one, other = relay_graph(both, [REPEATED]), relay_graph(reversed(both), [REPEATED])
    assert to_dot(one) == to_dot(other)
    assert to_json(one) == to_json(other)


def test_the_graph_is_written_as_dot_and_json() -> None:
    quoted = replace(COPY, outlet='The "Post"', credits=())
    graph = relay_graph([quoted])
    dot = to_dot(graph)
    assert dot.startswith("digraph relays {") and dot.endswith("}\n")
    assert r'label="The \"Post\""' in dot
    read = json.loads(to_json(relay_graph([relayed_by(REPORT)])))
    assert {node["kind"] for node in read["nodes"]} == {"outlet", "unnamed"}
    assert read["edges"][0]["documents"] == ["a"]


def test_a_link_that_nobody_names_adds_no_node() -> None:
    reportedly = replace(strikes(), attribution=(Link("outlet", "X"), Link("unnamed", anonymous=True)))
    graph = relay_graph([relayed_by(Report(PAGE, extraction(PAGE, reportedly)))])
    assert [node.kind for node in graph.nodes] == ["outlet", "outlet"]
