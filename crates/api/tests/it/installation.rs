//! The real program in a folder of its own, started as often as one likes.

use std::{
    collections::BTreeMap,
    io::Write as _,
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use api::config::{Config, MailTls, MailTransport};
use client::{Client, ClientResult, Door};
use domain::auth::wire::SignIn;
use secrecy::{ExposeSecret as _, SecretString};
use tempfile::TempDir;

const PASSWORD: &str = "correct horse battery";

/// One installation.
pub struct Installation {
    pub folder: TempDir,
    port: u16,
    settings: BTreeMap<String, String>,
}

impl Installation {
    /// On the embedded database.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = format!("sqlite://{}", folder.path().join("dsms.db").display());
        Self::within(folder, &database)
    }

    /// On another database.
    pub fn on(database: &SecretString) -> Self {
        Self::within(tempfile::tempdir().unwrap(), database.expose_secret())
    }

    fn within(folder: TempDir, database: &str) -> Self {
        testkit::choose_tls();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let here = Self { folder, port, settings: BTreeMap::new() };
        let (keys, mail) = (here.path("keys"), here.path("mail"));
        let (bind, url) = (format!("127.0.0.1:{port}"), here.url());
        here.with("DSMS__HTTP__BIND", &bind)
            .with("DSMS__HTTP__PUBLIC_URL", &url)
            .with("DSMS__DATABASE__URL", database)
            .with("DSMS__LICENSING__KEYS_DIR", &keys)
            .with("DSMS__MAIL__DIR", &mail)
            .with("DSMS__AUTH__ARGON2_MEMORY", "64")
            .with("DSMS__AUTH__ARGON2_PASSES", "1")
            .with("DSMS__AUTH__TOKEN_SECRET", &"t".repeat(32))
            .with("DSMS__LICENSING__CODE_SECRET", &"c".repeat(32))
    }

    /// The same with another setting, named as in the environment.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.settings.insert(name.to_owned(), value.to_owned());
        self
    }

    /// A second server of the same installation: same database, same secrets, same keys.
    pub fn twin(&self) -> Self {
        let database = SecretString::from(self.settings["DSMS__DATABASE__URL"].clone());
        let mut twin = Self::on(&database);
        let own = ["DSMS__HTTP__BIND", "DSMS__HTTP__PUBLIC_URL"];
        let shared = self.settings.iter().filter(|(name, _)| !own.contains(&name.as_str()));
        twin.settings.extend(shared.map(|(name, value)| (name.clone(), value.clone())));
        twin
    }

    /// The settings as this process reads them; mails go nowhere that matters.
    pub fn config(&self) -> Config {
        let mut config = Config::from_toml("").unwrap();
        let said = |name: &str| self.settings[name].clone();
        config.http.public_url = self.url();
        config.database.url = SecretString::from(said("DSMS__DATABASE__URL"));
        config.licensing.keys_dir = said("DSMS__LICENSING__KEYS_DIR").into();
        config.licensing.code_secret = SecretString::from(said("DSMS__LICENSING__CODE_SECRET"));
        config.auth.token_secret = SecretString::from(said("DSMS__AUTH__TOKEN_SECRET"));
        config.mail.dir = said("DSMS__MAIL__DIR").into();
        if let Some(port) = self.settings.get("DSMS__MAIL__PORT") {
            config.mail.transport = MailTransport::Smtp;
            config.mail.host = said("DSMS__MAIL__HOST");
            config.mail.port = port.parse().unwrap();
            config.mail.tls = MailTls::None;
        }
        config
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub const fn port(&self) -> u16 {
        self.port
    }

    fn path(&self, name: &str) -> String {
        Path::new(self.folder.path()).join(name).display().to_string()
    }

    pub fn dsms(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dsms"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .envs(&self.settings)
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    /// Starts the server and waits for nothing.
    pub fn begin(&self) -> Child {
        self.dsms(&["serve"]).spawn().unwrap()
    }

    /// Starts the server and waits until it answers.
    pub async fn serve(&self) -> Child {
        let mut server = self.begin();
        let begun = Instant::now();
        while !self.is_up().await {
            assert!(server.try_wait().unwrap().is_none(), "the server ended by itself");
            assert!(begun.elapsed() < Duration::from_secs(30), "the server does not answer");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        server
    }

    async fn is_up(&self) -> bool {
        let answer = reqwest::get(format!("{}/readyz", self.url())).await;
        answer.is_ok_and(|answer| answer.status().is_success())
    }

    /// Products and the first way in, as an operator makes them.
    pub fn prepare(&self) {
        assert!(self.run(&["seed"]));
        self.create_admin();
    }

    pub fn create_admin(&self) {
        let arguments = ["create-admin", "--username", "root", "--email", "root@dsms.example"];
        let mut child = self.dsms(&arguments).stdin(Stdio::piped()).spawn().unwrap();
        writeln!(child.stdin.take().unwrap(), "{PASSWORD}").unwrap();
        assert!(child.wait().unwrap().success());
    }

    pub fn run(&self, arguments: &[&str]) -> bool {
        self.dsms(arguments).status().unwrap().success()
    }

    pub async fn admin(&self) -> Client {
        self.try_admin().await.unwrap()
    }

    /// Signs in where somebody answers.
    pub async fn try_admin(&self) -> ClientResult<Client> {
        let client = Client::new(&self.url());
        let sign_in = SignIn::new("root".to_owned(), PASSWORD);
        client.sign_in(Door::Staff, &sign_in).await?;
        Ok(client)
    }
}

pub fn terminate(server: &Child) {
    let told = Command::new("kill").args(["-TERM", &server.id().to_string()]).status().unwrap();
    assert!(told.success());
}
