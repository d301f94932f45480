"""Rates for the demonstration: one for everybody, and one of their own for some people."""

from decimal import Decimal

from honorar_local.demo.stage import Stage

_LADDER = (Decimal("1.30"), Decimal("1.15"), Decimal("0.90"))


def set_rates(stage: Stage, currency: str, first_day: str) -> str:
    """Set the account's default rate and some people's own, from `first_day` on; says which."""
    default = Decimal(950) if currency in ("DKK", "SEK", "NOK") else Decimal(120)
    _set(stage, "default", {}, default, currency, first_day)
    said = [f"{default:.2f} for everybody"]
    agents = sorted(stage.gateway.pages("/timer/v1/agents"), key=lambda agent: str(agent["name"]))
    for agent, factor in zip(agents, _LADDER, strict=False):
        own = default * factor
        _set(stage, agent["id"], {"agent_id": agent["id"]}, own, currency, first_day)
        said.append(f"{own:.2f} for {agent['name']}")
    return ", ".join(said)


def _set(
    stage: Stage, name: str, scope: dict[str, str], amount: Decimal, currency: str, first_day: str
) -> None:
    same = [
        rate
        for rate in stage.gateway.pages("/rates/v1/rates", **scope)
        if {n: rate[n] for n in ("agent_id", "organization_id", "project_id", "service_type_id")}
        == {"agent_id": None, "organization_id": None, "project_id": None, "service_type_id": None}
        | scope
    ]
    if same:
        return
    body = {
        **scope,
        "hourly_rate": {"amount": f"{amount:.2f}", "currency": currency},
        "valid_from": first_day,
    }
    stage.gateway.post("/rates/v1/rates", body, key=f"demo rate {name}")
