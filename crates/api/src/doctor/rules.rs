//! Every fault that the doctor knows: its code, whether production starts with it, and what to do.

/// What a fault costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gravity {
    /// Production does not start with it, and `dsms doctor` fails.
    Grave,
    /// It is said, and left to whoever runs it.
    Mild,
}

macro_rules! rules {
    ($($name:ident = $code:literal, $gravity:ident, $what:literal, $mend:literal;)*) => {
        /// A fault that the doctor looks for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Rule {
            $($name,)*
        }

        impl Rule {
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Its name for programs, which never changes.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            pub const fn gravity(self) -> Gravity {
                match self { $(Self::$name => Gravity::$gravity,)* }
            }

            /// What is wrong.
            pub const fn what(self) -> &'static str {
                match self { $(Self::$name => $what,)* }
            }

            /// What to do about it.
            pub const fn mend(self) -> &'static str {
                match self { $(Self::$name => $mend,)* }
            }
        }
    };
}

rules! {
    NotProduction = "not-production", Grave,
        "environment is \"development\": secrets and keys make themselves", "set environment = \"production\"";
    TokenSecretShort = "token-secret-short", Grave,
        "auth.token_secret has fewer than 32 characters", "set it to the output of `openssl rand -hex 32`";
    TokenSecretGuessable = "token-secret-guessable", Grave,
        "auth.token_secret repeats itself, or is a word of an example", "set it to the output of `openssl rand -hex 32`";
    CodeSecretShort = "code-secret-short", Grave,
        "licensing.code_secret has fewer than 32 characters", "set it to the output of `openssl rand -hex 32`, once and for ever";
    CodeSecretGuessable = "code-secret-guessable", Grave,
        "licensing.code_secret repeats itself, or is a word of an example", "set it to the output of `openssl rand -hex 32`, once and for ever";
    SecretReused = "secret-reused", Grave,
        "one secret serves two purposes: who learns the one has the other", "draw a secret of its own for each";
    PublicUrlNotHttps = "public-url-not-https", Grave,
        "http.public_url is not https: passwords travel in the clear, and cookies are not Secure", "end TLS in front, and set the https address";
    PublicUrlPlaceholder = "public-url-placeholder", Mild,
        "http.public_url is an example or this machine: links in mails lead nowhere", "set the address that people type";
    OpenToAll = "open-to-all", Grave,
        "http.bind listens everywhere, and no proxy is trusted: people reach the port without TLS", "bind to 127.0.0.1, or set http.behind_proxy behind a proxy that alone reaches the port";
    ProxyNotTrusted = "proxy-not-trusted", Mild,
        "TLS ends in front, but http.behind_proxy is false: everybody has the proxy's address, and one guesser slows down all", "set http.behind_proxy = true";
    TooManyThreads = "too-many-threads", Mild,
        "http.workers is more than 16 per core", "leave it at 0: one per core";
    BodyLimitHuge = "body-limit-huge", Mild,
        "http.body_limit is above 16 MiB: a few strangers fill the memory", "leave it at 1 MiB";
    BodyLimitTiny = "body-limit-tiny", Mild,
        "http.body_limit is below 64 KiB: long orders are refused", "leave it at 1 MiB";
    StopTooHasty = "stop-too-hasty", Mild,
        "http.shutdown_seconds is below 5: requests are cut off at every restart", "leave it at 20";
    Argon2Cheap = "argon2-cheap", Grave,
        "a password hash costs less than 19456 KiB and 2 passes", "leave auth.argon2_memory and auth.argon2_passes as they are";
    Argon2Dear = "argon2-dear", Mild,
        "a password hash takes more than 512 MiB: a few sign-ins fill the memory", "lower auth.argon2_memory, and raise auth.argon2_passes";
    SessionTooLong = "session-too-long", Mild,
        "auth.session_days is above 30: a lost laptop stays signed in", "leave it at 14";
    FourEyesOff = "four-eyes-off", Mild,
        "approval.four_eyes is off: people approve their own orders", "set approval.four_eyes = true";
    IssuerPlaceholder = "issuer-placeholder", Mild,
        "licensing.issuer is an example, and stands in every license key", "set the address of your company or server before the first license";
    MailToFiles = "mail-to-files", Grave,
        "mail.transport is \"file\": no mail is delivered", "set mail.transport = \"smtp\"";
    MailInTheClear = "mail-in-the-clear", Grave,
        "mail.tls is \"none\" to another machine: licenses travel in the clear", "set mail.tls to \"starttls\" or \"tls\"";
    MailFromInvalid = "mail-from-invalid", Grave,
        "mail.from is no address", "set it as in a header: Name <licenses@your.company>";
    MailFromPlaceholder = "mail-from-placeholder", Mild,
        "mail.from is an example: mail servers refuse it", "set an address of your own";
    MailSignInHalf = "mail-sign-in-half", Mild,
        "mail.username and mail.password: one is set without the other", "set both, or none";
    MailPatience = "mail-patience", Grave,
        "mail.timeout_seconds outlasts the lease of a mail (120 s) or is 0: mails go out twice, or never", "leave it at 30";
    ImapInTheClear = "imap-in-the-clear", Grave,
        "lead_mail.imap.tls is \"none\" to another machine: the mailbox is not read", "set lead_mail.imap.tls = \"tls\"";
    ImapHalf = "imap-half", Mild,
        "lead_mail.imap has a host, but no username, password or taken_by: the mailbox is not read", "set all of them, or no host";
    WorkerInterval = "worker-interval", Mild,
        "worker.interval_ms is below 50 or above 60000: it asks without end, or retries wait", "leave it at 1000";
    LogVerbose = "log-verbose", Mild,
        "log.filter says debug or trace: slow, and full of people's data", "leave it at info";
    LogFilterInvalid = "log-filter-invalid", Mild,
        "log.filter is not understood", "write it as RUST_LOG: info,sqlx=warn";
    LogForPeople = "log-for-people", Mild,
        "log.format is \"text\": programs that collect logs cannot read it", "set log.format = \"json\"";
    SqliteTemporary = "sqlite-temporary", Grave,
        "the database lies where the system clears up, or in memory", "put it below /var/lib";
    SqliteRelative = "sqlite-relative", Mild,
        "database.url is a relative path: started elsewhere, the server begins with an empty database", "write the whole path: sqlite:///var/lib/dsms/dsms.db";
    SqliteOnNetwork = "sqlite-on-network", Grave,
        "the embedded database lies on a network file system, where its locks do not hold", "put it on a local disk, or use MySQL";
    DatabaseInTheClear = "database-in-the-clear", Grave,
        "MySQL runs on another machine, and TLS is not required", "add ?ssl-mode=VERIFY_IDENTITY to database.url";
    DatabaseAsRoot = "database-as-root", Grave,
        "the database is opened as root", "make a user for this database alone";
    DatabaseWithoutPassword = "database-without-password", Grave,
        "the database is opened without a password", "give its user one";
    SettingsReadable = "settings-readable", Grave,
        "a settings file with secrets can be read by others", "chmod 600 it, or give secrets as environment variables";
    KeysMissing = "keys-missing", Grave,
        "licensing.keys_dir holds no key to sign with", "bring back the keys; before the first license: start once in development";
    KeysReadable = "keys-readable", Grave,
        "the folder of the signing keys, or a key, is open to others", "chmod 700 the folder and 600 the keys; replace keys that others may have read";
    KeysUnclear = "keys-unclear", Mild,
        "something about the signing keys needs a look", "`dsms keys list`; see the section on keys in docs/operations.md";
    DatabaseReadable = "database-readable", Mild,
        "everybody on this machine can read the database file", "chmod 600 it";
    RunsAsRoot = "runs-as-root", Mild,
        "the server runs as root", "give it a user of its own";
    DiskAlmostFull = "disk-almost-full", Mild,
        "less than 512 MiB is left where the database lies", "make room: a full disk stops every sale";
    DatabaseUnreachable = "database-unreachable", Grave,
        "the database does not answer, or is not there", "check database.url; `dsms migrate` makes a new one";
    MigrationPending = "migration-pending", Mild,
        "the schema is older than this program", "back up, then `dsms migrate`";
    MigrationNewer = "migration-newer", Grave,
        "the schema was made by a newer program", "start the newer program, or restore the backup from before";
    ClockOff = "clock-off", Mild,
        "this machine and the database differ by more than 5 seconds: leases and terms go wrong", "let both follow one time server";
    NotDurable = "not-durable", Mild,
        "the database confirms what is not on disk yet: a power cut loses what was acknowledged", "innodb_flush_log_at_trx_commit = 1, sync_binlog = 1; synchronous = FULL in SQLite";
    NoBinaryLog = "no-binary-log", Mild,
        "MySQL keeps no binary log: a restore ends at the last dump", "set log_bin";
    IsolationOther = "isolation-other", Grave,
        "sessions do not run in READ COMMITTED", "let whatever stands between server and database not change it";
    NotUtf8 = "not-utf8", Grave,
        "the database's character set is not utf8mb4", "make it anew: CREATE DATABASE dsms CHARACTER SET utf8mb4";
    PacketsSmall = "packets-small", Mild,
        "max_allowed_packet is below 16 MiB", "set max_allowed_packet = 64M";
    NoAdmin = "no-admin", Mild,
        "there is no active administrator", "`dsms create-admin`";
    DemoAccounts = "demo-accounts", Grave,
        "accounts of the demo are active, with the password that stands in the documentation", "deactivate them, or set new passwords";
    NothingToSell = "nothing-to-sell", Mild,
        "seller, terms or prices are missing: no order can be placed", "`dsms seed`";
    SampleSeller = "sample-seller", Mild,
        "the seller is the sample's, with a tax number that nobody has: it stands on order forms and invoices", "Settings, Company and terms";
    NobodyWorks = "nobody-works", Mild,
        "events wait for more than 5 minutes: no worker runs", "set worker.enabled in one server, or start `dsms work`";
}
