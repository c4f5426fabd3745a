import os

CANARY = '@CANARY@'
PORT = @PORT@
ALLOWED = {'PATH', 'HOME', 'LANG', 'LC_ALL', 'LC_CTYPE', 'TZ', 'PWD', 'SHLVL', '_', 'OLDPWD', 'TERM',
           'HOSTNAME', 'TMPDIR', 'GPG_KEY', 'container'}


def tell(name, verdict, detail=''):
    print('PROBE', name, verdict, str(detail).replace('\n', ' ')[:200], flush=True)


def attempt(name, escape):
    try:
        detail = escape()
    except (AttributeError, ImportError) as missing:
        tell(name, 'held', 'not known here: %s' % missing)
    except BaseException as refused:
        tell(name, 'held', type(refused).__name__)
    else:
        tell(name, 'escaped', detail)


def foreign(names):
    odd = [name for name in names if name not in ALLOWED and not name.startswith('PYTHON')]
    if odd:
        return odd
    raise PermissionError('nothing of the gateway')


def write(path):
    with open(path, 'a') as file:
        file.write('x')
    return path


def linked():
    os.symlink(CANARY, 'probe-link')
    try:
        return open('probe-link').read()
    finally:
        os.unlink('probe-link')


def hard_linked():
    os.link(CANARY, 'probe-hard-link')
    try:
        return open('probe-hard-link').read()
    finally:
        os.unlink('probe-hard-link')


def connected():
    import socket
    with socket.create_connection(('127.0.0.1', PORT), 2):
        return 'connected'


def call(number, *arguments):
    import ctypes
    libc = ctypes.CDLL(None, use_errno=True)
    result = libc.syscall(number, *arguments)
    if result < 0:
        raise OSError(ctypes.get_errno(), 'refused')
    return 'syscall %d gave %d' % (number, result)


def socket_of(family):
    import socket
    socket.socket(family, socket.SOCK_STREAM).close()
    return 'family %d' % family


def others():
    seen = [name for name in os.listdir('/proc') if name.isdigit()]
    if len(seen) > 8:
        return '%d processes' % len(seen)
    raise PermissionError('only its own')


attempt('read-host-file', lambda: open(CANARY).read())
attempt('write-host-file', lambda: write(CANARY))
attempt('make-host-file', lambda: write(os.path.dirname(CANARY) + '/made'))
attempt('climb-to-host-file', lambda: open('../' * 12 + CANARY.lstrip('/')).read())
attempt('follow-link-to-host-file', linked)
attempt('hard-link-host-file', hard_linked)
attempt('connect-to-loopback', connected)
attempt('see-environment', lambda: foreign(os.environ))
attempt('see-first-environment', lambda: foreign(
    [part.split('=')[0] for part in open('/proc/1/environ').read().split('\0') if part]))
attempt('write-core-pattern', lambda: write('/proc/sys/kernel/core_pattern'))
attempt('see-other-processes', others)
attempt('write-system-folder', lambda: write('/usr/probe'))
attempt('write-etc', lambda: write('/etc/probe'))
attempt('become-root', lambda: os.setuid(0) or (write('/root/probe')))
@LINUX@
tell('end', 'held')
