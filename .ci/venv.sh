#!/bin/sh
# Makes or refreshes .venv from one hash-locked file: .ci/venv.sh LOCK
# uv when present, plain pip otherwise. A stamp of the lock's SHA-256 skips what is already there.
set -eu
cd "$(dirname "$0")/.."
lock=$1
python=${PYTHON:-python3}
stamp=.venv/.lock-sha256
want=$(sha256sum requirements.lock "$lock" | sha256sum | cut -d' ' -f1)

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
    echo "需要 Python 3.11 或更新版本，现在的 $python 不合要求。" >&2; exit 1; }
if [ -f "$stamp" ] && { [ "$(cat "$stamp")" = "$want" ] || [ "$lock" = requirements.lock -a "$(cat .venv/.lock-runtime 2>/dev/null)" = "$(sha256sum requirements.lock | cut -d' ' -f1)" ]; }; then
    exit 0
fi
if ! [ -x .venv/bin/python ]; then
    if command -v uv >/dev/null 2>&1; then
        uv venv --quiet --python "$python" .venv
    else
        "$python" -c 'import ensurepip' 2>/dev/null || {
            echo "缺少 python3-venv，请先安装：apt-get install python3-venv" >&2; exit 1; }
        "$python" -m venv .venv || { rm -rf .venv; exit 1; }
    fi
fi
echo "正在安装依赖（只在第一次和锁文件变化时）……"
if command -v uv >/dev/null 2>&1; then
    uv pip install --quiet --python .venv/bin/python --require-hashes --only-binary :all: -r "$lock"
else
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r "$lock"
fi
site=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_paths()["purelib"])')
pwd > "$site/greenlight.pth"
printf '#!%s/.venv/bin/python\nfrom greenlight.cli import main\n\nmain()\n' "$(pwd)" > .venv/bin/greenlight
chmod +x .venv/bin/greenlight
sha256sum requirements.lock | cut -d' ' -f1 > .venv/.lock-runtime
echo "$want" > "$stamp"
