"""The tables. Instants are whole UTC seconds, days are ISO dates, ids are the platforms' own texts.

A float compared with a BIGINT column would scan the whole table: every instant is an int.
"""

import sqlalchemy as sa

metadata = sa.MetaData()

_Number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
"""SQLite counts up by itself only in a column called INTEGER."""

channel = sa.Table(
    "channel",
    metadata,
    sa.Column("id", _Number, primary_key=True),
    sa.Column("platform", sa.Text, nullable=False),
    sa.Column("space", sa.Text, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("thread", sa.Text, nullable=False, server_default=""),
    # What its digests have shown in this round: a bit for each number of `entry`.
    sa.Column("shown", sa.LargeBinary, nullable=False),
    # The content of its newest issue: the next one is no near neighbour.
    sa.Column("last", sa.Text, nullable=False, server_default=""),
    sa.UniqueConstraint("platform", "space", "channel", "thread"),
)

subscription = sa.Table(
    "subscription",
    metadata,
    sa.Column("id", _Number, primary_key=True),
    sa.Column("platform", sa.Text, nullable=False),
    sa.Column("channel", _Number, sa.ForeignKey("channel.id"), nullable=False),
    sa.Column("minute", sa.SmallInteger, nullable=False),
    sa.Column("weekdays", sa.SmallInteger, nullable=False),
    sa.Column("zone", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("topics", sa.Text, nullable=False, server_default=""),
    # When a sender takes the next slot: its instant less the platform's lead. NULL where paused or
    # suspended, which keeps the index small.
    sa.Column("next_run_at", sa.BigInteger),
    sa.Column("next_date", sa.Text),
    sa.Column("paused_until", sa.Text),
    sa.Column("strikes", sa.SmallInteger, nullable=False, server_default="0"),
    sa.Column("suspended", sa.Text),
    sa.Column("suspended_at", sa.BigInteger),
    sa.Column("set_by", sa.Text, nullable=False, server_default=""),
    sa.Column("set_at", sa.BigInteger, nullable=False),
    sa.Index("subscription_due", "platform", "next_run_at"),
    sa.Index("subscription_channel", "channel"),
)

delivery = sa.Table(
    "delivery",
    metadata,
    sa.Column(
        "subscription",
        _Number,
        sa.ForeignKey("subscription.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("date", sa.Text, primary_key=True),
    sa.Column("run_at", sa.BigInteger, nullable=False),
    sa.Column("content", sa.Text, nullable=False, server_default=""),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("attempts", sa.SmallInteger, nullable=False, server_default="0"),
    sa.Column("owner", sa.Text),
    # When it may be tried; NULL once it is settled.
    sa.Column("not_before", sa.BigInteger),
    # The first attempt whose outcome is not known, and when that was to be shown.
    sa.Column("tried_at", sa.BigInteger),
    sa.Column("show_at", sa.BigInteger),
    sa.Column("message", sa.Text),
    sa.Column("error", sa.Text),
    sa.Column("settled_at", sa.BigInteger),
    sa.Index(
        "delivery_open",
        "not_before",
        sqlite_where=sa.text("not_before IS NOT NULL"),
        postgresql_where=sa.text("not_before IS NOT NULL"),
    ),
    sa.Index("delivery_run_at", "run_at"),
)

entry = sa.Table(
    "entry",
    metadata,
    sa.Column("number", _Number, primary_key=True),
    sa.Column("name", sa.Text, nullable=False, unique=True),
)

replica = sa.Table(
    "replica",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("beat", sa.BigInteger, nullable=False),
)

bucket = sa.Table(
    "bucket",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    # In milliseconds: a second holds forty-five posts.
    sa.Column("next_at", sa.BigInteger, nullable=False),
)

meta = sa.Table(
    "meta",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

preference = sa.Table(
    "preference",
    metadata,
    sa.Column("platform", sa.Text, primary_key=True),
    # person, channel or space; `key` is its id.
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("language", sa.Text, nullable=False),
)

event = sa.Table(
    "event",
    metadata,
    sa.Column("platform", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("seen_at", sa.BigInteger, nullable=False),
    sa.Index("event_seen_at", "seen_at"),
)

installation = sa.Table(
    "installation",
    metadata,
    # The platform's id of our app: one database may serve an app and its try-out.
    sa.Column("app", sa.Text, primary_key=True),
    # Empty outside organisations.
    sa.Column("enterprise", sa.Text, primary_key=True),
    # Empty where a whole organisation has it.
    sa.Column("team", sa.Text, primary_key=True),
    # Tokens are sealed by NATO_BOT_ENCRYPTION_KEY: they are longer than the platform's own.
    sa.Column("token", sa.Text, nullable=False),
    sa.Column("refresh", sa.Text),
    sa.Column("expires_at", sa.BigInteger),
    # Until when one process renews the token: the others leave it alone.
    sa.Column("renewing_until", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("bot", sa.Text, nullable=False),
    sa.Column("bot_user", sa.Text, nullable=False),
    sa.Column("scopes", sa.Text, nullable=False),
    sa.Column("installed_by", sa.Text, nullable=False),
    sa.Column("installed_at", sa.BigInteger, nullable=False),
    sa.Index("installation_team", "app", "team"),
)

oauth_state = sa.Table(
    "oauth_state",
    metadata,
    sa.Column("state", sa.Text, primary_key=True),
    sa.Column("expires_at", sa.BigInteger, nullable=False),
)
