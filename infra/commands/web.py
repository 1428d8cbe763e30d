"""Serve pages and live sockets (one ASGI application)."""

import click


@click.command("web")
@click.option(
    "--host", default="127.0.0.1", envvar="ATRIUM_HOST", show_default=True, help="The address to listen on."
)
@click.option("--port", default=8000, envvar="ATRIUM_PORT", show_default=True, help="The port to listen on.")
def command(host: str, port: int) -> None:
    """Serve until SIGTERM. Behind a proxy, FORWARDED_ALLOW_IPS names the proxy's address."""
    import uvicorn

    from infra.supervisor.warm import warm

    warm()  # what is alive now is never looked at by the collector again, also where nobody forked this process
    uvicorn.run(
        "infra.asgi:application",
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        lifespan="off",
        ws="websockets-sansio",
        server_header=False,
        ws_max_size=64 * 1024,
        timeout_graceful_shutdown=5,
    )
