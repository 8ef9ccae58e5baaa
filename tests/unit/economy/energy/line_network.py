"""A network small enough to solve by hand: two sellers, a market that lets gas through to a second one."""

from __future__ import annotations

from detente.economy.energy.tables import network_from_tables


def line_network(**more):
    """East (A) and West (B) sell into M, and M passes gas on to N; one period unless `periods` says more."""
    periods = more.pop("periods", ("p1",))
    said = {
        "name": "line",
        "commodity": "gas",
        "quantity_unit": "TWh",
        "price_unit": "EUR/MWh",
        "money_unit": "million EUR",
        "year": "2021",
        "source": "test",
        "unserved_price": "500",
    }
    tables = {
        "about": rows("key,value", *(f"{key},{value}" for key, value in said.items())),
        "periods": rows("period,label,days", *(f"{one},{one},30" for one in periods)),
        "nodes": rows(
            "node,label,region,kind", "A,A,AAA,producer", "B,B,BBB,producer", "M,M,EEE,market", "N,N,NNN,market"
        ),
        "supply": rows(
            "supply,node,owner,origin_label,period,capacity,cost,slope,min_take",
            "east,A,AAA,East,,60,10,0,0",
            "west,B,BBB,West,,1000,20,0,0",
        ),
        "demand": rows("node,sector,period,quantity,price,elasticity", "M,all,,100,24,-0.1", "N,all,,50,25,-0.1"),
        "arcs": rows(
            "arc,from_node,to_node,kind,owner,capacity,booked,cost,fee,loss,measure",
            "east-m,A,M,pipeline,AAA,1000,0,1,0,0,east-line",
            "west-m,B,M,pipeline,BBB,1000,0,4,0,0,",
            "m-n,M,N,pipeline,EEE,1000,0,1,0,0,",
        ),
    }
    return network_from_tables({**tables, **more})


def rows(header, *lines):
    names = header.split(",")
    return tuple(dict(zip(names, line.split(","), strict=True)) for line in lines)
