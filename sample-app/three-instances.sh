#!/usr/bin/env bash
# Runs three instances of the packed sample on one Redis, behind nginx, until Ctrl-C.
#
#   sample-app/three-instances.sh [port of nginx, 8080]
#
# Needs redis-server and nginx, from Debian's packages of these names, and the next four ports.
set -euo pipefail

port=${1:-8080}
names=(one two three)
sample=$(cd "$(dirname "$0")" && pwd)
jar=$(compgen -G "$sample/target/sample-app-*.jar" | head -n 1) || {
	echo "There is no packed sample: mvn -q -pl sample-app -am package -DskipTests" >&2
	exit 1
}
PATH="$PATH:/usr/sbin"
for program in redis-server nginx java; do
	command -v $program >/dev/null || { echo "There is no $program" >&2; exit 1; }
done
for offset in 0 1 2 3 4; do
	if (exec 3<>"/dev/tcp/127.0.0.1/$((port + offset))") 2>/dev/null; then
		echo "Port $((port + offset)) is in use: name another one of which the next four are free" >&2
		exit 1
	fi
done

directory=$(mktemp -d)
instances=()
servers=()

stop() {
	trap - EXIT INT TERM
	kill "${instances[@]}" 2>/dev/null || true
	wait "${instances[@]}" 2>/dev/null || true
	kill "${servers[@]}" 2>/dev/null || true
	wait 2>/dev/null || true
	rm -rf "$directory"
}
trap stop EXIT
trap 'exit 0' INT TERM

redis-server --port $((port + 4)) --bind 127.0.0.1 --save '' --dir "$directory" >"$directory/redis.log" &
servers+=($!)

cat >"$directory/nginx.conf" <<CONF
daemon off;
pid $directory/nginx.pid;
error_log stderr crit;
events {}
http {
	access_log off;
	client_body_temp_path $directory/body;
	proxy_temp_path $directory/proxy;
	fastcgi_temp_path $directory/fastcgi;
	uwsgi_temp_path $directory/uwsgi;
	scgi_temp_path $directory/scgi;
	upstream lookout {
		server 127.0.0.1:$((port + 1)) fail_timeout=1s;
		server 127.0.0.1:$((port + 2)) fail_timeout=1s;
		server 127.0.0.1:$((port + 3)) fail_timeout=1s;
		keepalive 8;
	}
	server {
		listen 127.0.0.1:$port;
		location / {
			proxy_pass http://lookout;
			proxy_http_version 1.1;
			proxy_set_header Host \$http_host;
			proxy_set_header Connection "";
			proxy_buffering off;
			proxy_read_timeout 1h;
		}
	}
}
CONF

for i in 0 1 2; do
	java -jar "$jar" --server.port=$((port + i + 1)) --appinfra.net.cluster.instance="${names[i]}" \
		--appinfra.net.state.store=redis --spring.data.redis.port=$((port + 4)) --appinfra.net.tickers.prober.scope=cluster \
		--lookout.targets[0].name=front --lookout.targets[0].url="http://localhost:$port/flaky" \
		>"$directory/${names[i]}.log" 2>&1 &
	instances+=($!)
done
nginx -p "$directory" -e stderr -c "$directory/nginx.conf" &
servers+=($!)

# Asks for the readiness of an instance, in a shell of its own, whose connection ends with it.
up() (
	exec 3<>"/dev/tcp/127.0.0.1/$((port + $1))" || exit 1
	printf 'GET /actuator/health/readiness HTTP/1.0\r\n\r\n' >&3
	read -r -t 10 _ status _ <&3
	[ "$status" = 200 ]
) 2>/dev/null
for i in 0 1 2; do
	until up $((i + 1)); do
		kill -0 "${instances[i]}" 2>/dev/null || { cat "$directory/${names[i]}.log"; exit 1; }
		sleep 0.5
	done
	echo "Instance ${names[i]} is process ${instances[i]} on port $((port + i + 1))"
done
echo "Lookout is up: http://localhost:$port/"
echo "The page shows which instance probes. Kill that one (kill -9 …), and another one goes on within 11 seconds."
echo "Ctrl-C stops all of it."
{ wait; } 2>/dev/null
