# SPDX-License-Identifier: Apache-2.0
"""Real programs with configurations written on the fly: nginx, HAProxy and
Apache in front of a site, Samba's RPC server behind one."""
import os
import pwd
import signal
import subprocess

from harness import (LIBC, Failed, Process, expect, free_ports, run,
                     wait_for_port)

APACHE = "/usr/sbin/apache2"
APACHE_MODULES = "/usr/lib/apache2/modules"
PR_SET_CHILD_SUBREAPER = 36
SAMBA_DCERPCD = "/usr/libexec/samba/samba-dcerpcd"


def certificate(path):
    """A self-signed certificate for localhost: (certificate, key) files."""
    cert, key = os.path.join(path, "cert.pem"), os.path.join(path, "key.pem")
    done = run(["openssl", "req", "-x509", "-newkey", "ec",
                "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "365",
                "-subj", "/CN=localhost", "-keyout", key, "-out", cert,
                "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"])
    expect(done.status == 0, done)
    # HAProxy wants both in one file.
    with open(os.path.join(path, "both.pem"), "w", encoding="ascii") as both:
        for part in (cert, key):
            with open(part, encoding="ascii") as file:
                both.write(file.read())
    return cert, key


class Client:
    """A client's certificate (cert, key, or both in one file), and the
    authority that servers know it by (ca_file)."""

    def __init__(self, path, name="alice"):
        self.ca_file, ca_key = f"{path}/{name}-ca.pem", f"{path}/{name}-ca.key"
        self.cert, self.key = f"{path}/{name}.pem", f"{path}/{name}.key"
        self.both = f"{path}/{name}-both.pem"
        new = ["openssl", "req", "-newkey", "ec", "-pkeyopt",
               "ec_paramgen_curve:P-256", "-nodes"]
        for argv in (
                [*new, "-x509", "-days", "30", "-subj", "/CN=Clients of Contoso",
                 "-keyout", ca_key, "-out", self.ca_file],
                [*new, "-subj", f"/CN={name}", "-keyout", self.key,
                 "-out", f"{path}/{name}.csr"],
                ["openssl", "x509", "-req", "-in", f"{path}/{name}.csr",
                 "-CA", self.ca_file, "-CAkey", ca_key, "-days", "20",
                 "-out", self.cert]):
            done = run(argv)
            expect(done.status == 0, done)
        with open(os.open(self.both, os.O_CREAT | os.O_WRONLY, 0o600), "w",
                  encoding="ascii") as both:
            for part in (self.cert, self.key):
                with open(part, encoding="ascii") as file:
                    both.write(file.read())


class Front(Process):
    """A reverse proxy on a free port of localhost, with TLS of its own."""

    def __init__(self, path, argv, name, configuration, environment=None):
        self.path = path
        self.config_path = os.path.join(path, name)
        with open(self.config_path, "w", encoding="utf-8") as file:
            file.write(configuration)
        super().__init__(argv, path, stdout=subprocess.DEVNULL,
                         env={**os.environ, **(environment or {})})
        try:
            wait_for_port(self.port, self)
        except Failed:
            self.end()
            raise

    @property
    def url(self):
        return f"https://localhost:{self.port}/rpc/rpcproxy.dll"

    @property
    def options(self):
        """Where localhost is, since it listens on IPv4 alone."""
        return ["--resolve", f"localhost:{self.port}:127.0.0.1"]


class Nginx(Front):
    """nginx with the lines given in the location that passes requests on to
    one or several ports in turn, in the server around it, or outside."""

    def __init__(self, path, *backends, lines="", server="", outside=""):
        members = " ".join(
            f"server 127.0.0.1:{backend};" for backend in backends)
        self.port, = free_ports()
        self.ca_file, key = certificate(path)
        temporary = "".join(
            f"{kind}_temp_path {path}/{kind};\n" for kind in
            ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        # One process, so that ending it ends all of it.
        super().__init__(
            path, ["/usr/sbin/nginx", "-p", path, "-e", "stderr",
                   "-c", f"{path}/nginx.conf"], "nginx.conf", f"""
daemon off;
master_process off;
pid {path}/nginx.pid;
error_log stderr;
events {{ }}
http {{
    access_log {path}/access.log;
    {temporary}
    {outside}
    upstream cas {{ {members} }}
    server {{
        listen 127.0.0.1:{self.port} ssl;
        ssl_certificate {self.ca_file};
        ssl_certificate_key {key};
        {server}
        location / {{
            proxy_pass https://cas;
            {lines}
        }}
    }}
}}
""")


class Haproxy(Front):
    """HAProxy as an HTTP proxy, or as a plain relay of TCP (mode tcp), in
    front of one port or of several between which it balances; mark begins the
    values of the cookie that names them to clients."""

    def __init__(self, path, backend, mode="http", lines="",
                 balance="roundrobin", stick="", mark=""):
        members = backend if isinstance(backend, list) else [backend]
        self.port, = free_ports()
        self.ca_file, _ = certificate(path)
        if mode == "tcp":
            self.ca_file = None  # the site's own certificate passes through
        tls = f" ssl crt {path}/both.pem" if mode == "http" else ""
        to_tls = " ssl verify none" if mode == "http" else ""
        servers = "".join(f"    server cas{n} 127.0.0.1:{port}{to_tls}"
                          f"{mark and f' cookie {mark}{n}'}\n"
                          for n, port in enumerate(members, 1))
        super().__init__(
            path, ["/usr/sbin/haproxy", "-db", "-f", f"{path}/haproxy.cfg"],
            "haproxy.cfg", f"""
defaults
    mode {mode}
    timeout connect 5s
    timeout client 30m
    timeout server 30m
    {lines}
frontend outlook
    bind 127.0.0.1:{self.port}{tls}
    default_backend cas
backend cas
    balance {balance}
{stick}
{servers}""")


class Apache(Front):
    """Apache httpd with the lines given beside the ProxyPass."""

    def __init__(self, path, backend, lines="", parameters=""):
        self.port, = free_ports()
        self.ca_file, key = certificate(path)
        modules = "".join(
            f"LoadModule {name}_module {APACHE_MODULES}/mod_{name}.so\n"
            for name in ("mpm_event", "authz_core", "env", "headers", "ssl",
                         "proxy", "proxy_http", "rewrite", "socache_shmcb"))
        # -X: one process with threads, so that ending it ends all of it.
        super().__init__(
            path, [APACHE, "-X", "-f", f"{path}/apache.conf"],
            "apache.conf", f"""
ServerRoot {path}
DefaultRuntimeDir {path}
PidFile {path}/apache.pid
ServerName localhost
{modules}
User {user_of_web()}
ErrorLog /dev/stderr
Listen 127.0.0.1:{self.port} https
SSLEngine on
SSLCertificateFile {self.ca_file}
SSLCertificateKeyFile {key}
SSLProxyEngine on
{lines}
ProxyPass / https://127.0.0.1:{backend}/ {parameters}
""")


class ForwardingApache(Front):
    """Apache httpd as a forward proxy, which says of a way that leads nowhere
    only that it does."""

    def __init__(self, path, lines=""):
        self.port, = free_ports()
        modules = "".join(
            f"LoadModule {name}_module {APACHE_MODULES}/mod_{name}.so\n"
            for name in ("mpm_event", "authz_core", "proxy", "proxy_connect"))
        super().__init__(
            path, [APACHE, "-X", "-f", f"{path}/forward.conf"],
            "forward.conf", f"""
ServerRoot {path}
DefaultRuntimeDir {path}
PidFile {path}/forward.pid
ServerName localhost
{modules}
User {user_of_web()}
ErrorLog /dev/stderr
Listen 127.0.0.1:{self.port}
ProxyRequests On
AllowCONNECT 1-65535
{lines}
""")

    @property
    def options(self):
        return ["--forward-proxy", f"http://127.0.0.1:{self.port}"]


def user_of_web():
    """Apache as root insists on a user to become."""
    name = "www-data" if os.geteuid() == 0 else \
        pwd.getpwuid(os.geteuid()).pw_name
    return name


class Samba(Process):
    """samba-dcerpcd with one RPC service on a free port: a DCE/RPC server
    over plain TCP that nobody here wrote; more are started when they are
    named (rpcd_epmapper takes port 135). Refuses to know winbindd: its
    folders are all its own."""

    USER, PASSWORD = "daemon", "P4ss.w0rd"

    def __init__(self, path, *more):
        self.port, = free_ports()
        config = os.path.join(path, "smb.conf")
        folders = ("private dir", "lock directory", "state directory",
                   "cache directory", "pid directory", "ncalrpc dir")
        with open(config, "w", encoding="ascii") as file:
            file.write(f"""[global]
server role = standalone server
workgroup = CONTOSO
netbios name = MBX1
rpc start on demand helpers = no
rpc server dynamic port range = {self.port}-{self.port + 10}
interfaces = lo
bind interfaces only = yes
log file = {path}/log.%m
""")
            for number, name in enumerate(folders):
                # Samba insists on these modes.
                os.mkdir(os.path.join(path, str(number)),
                         0o755 if name == "ncalrpc dir" else 0o700)
                file.write(f"{name} = {path}/{number}\n")
        done = subprocess.run(
            ["smbpasswd", "-c", config, "-s", "-a", self.USER], check=False,
            input=f"{self.PASSWORD}\n{self.PASSWORD}\n", text=True,
            capture_output=True)
        expect(done.returncode == 0, done.stdout, done.stderr)
        # Its helpers are its children: one session, ended as a whole, and
        # reaped here even where process 1 reaps nobody.
        LIBC.prctl(PR_SET_CHILD_SUBREAPER, 1)
        super().__init__(
            [SAMBA_DCERPCD, "-F", "-s", config] +
            [os.path.join(os.path.dirname(SAMBA_DCERPCD), service)
             for service in ("rpcd_lsad", *more)],
            path, stdout=subprocess.DEVNULL, start_new_session=True)
        try:
            wait_for_port(self.port, self)
        except Failed:
            self.end()
            raise

    def end(self, seconds=10):
        status = super().end(seconds)
        try:
            os.killpg(self.pid, signal.SIGKILL)
            while True:
                os.waitpid(-self.pid, 0)
        except (ProcessLookupError, ChildProcessError):
            pass
        return status


class Squid(Process):
    """squid as a forward proxy on a free port, with the rules given: before
    them every port may be asked for, after them everything is allowed. log()
    is what it was asked: user, method, target, status of each request."""

    HELPERS = "/usr/lib/squid"

    def __init__(self, path, rules=""):
        self.port, = free_ports()
        self.home = os.path.join(path, f"squid.{self.port}")
        os.mkdir(self.home)
        os.chmod(self.home, 0o777)  # as root it becomes another user
        config = os.path.join(self.home, "squid.conf")
        with open(config, "w", encoding="ascii") as file:
            file.write(f"""
http_port 127.0.0.1:{self.port}
acl any_port port 1-65535
{rules}
http_access allow any_port
logformat asked %un %rm %ru %>Hs
access_log stdio:{self.home}/asked asked
cache_log /dev/stderr
cache deny all
pid_filename none
pinger_enable off
dns_nameservers 127.0.0.1
dns_timeout 1 second
shutdown_lifetime 0 seconds
""")
        # its shared memory has its name
        super().__init__(["/usr/sbin/squid", "-N", "-n", f"rpcdiag{self.port}",
                          "-f", config], path, stdout=subprocess.DEVNULL)
        try:
            wait_for_port(self.port, self)
        except Failed:
            self.end()
            raise

    @property
    def options(self):
        """By its name, which is that of its Kerberos service, too."""
        return ["--forward-proxy", f"http://localhost:{self.port}",
                "--resolve", f"localhost:{self.port}:127.0.0.1"]

    def log(self):
        """Complete only when squid has ended."""
        with open(f"{self.home}/asked", encoding="utf-8") as file:
            return [line.split() for line in file if "CONNECT" in line]
