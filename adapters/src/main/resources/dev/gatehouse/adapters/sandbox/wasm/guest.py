# Runs one program. Written anew before each run.
import os
import sys

OUT_OF_MEMORY = 1000


def run(code):
    os.chdir('/guest/work')
    sys.path[-1] = '/guest/work'
    sys.argv = ['program.py']
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True, errors='backslashreplace')
    space = {'__name__': '__main__', '__builtins__': __builtins__}
    try:
        exec(compile(code, 'program.py', 'exec'), space)
        return 0
    except SystemExit as end:
        if end.code is None:
            return 0
        if isinstance(end.code, int):
            return end.code & 255
        print(end.code, file=sys.stderr)
        return 1
    except MemoryError:
        space.clear()
        return OUT_OF_MEMORY
    except BaseException as error:
        space.clear()
        tell(error, code.splitlines(), 0)
        return 1
    finally:
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except (OSError, ValueError):
                pass


# Like the traceback module, which takes a second to load here.
def tell(error, lines, depth):
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and depth < 5:
        tell(before, lines, depth + 1)
        print('\nThe exception above led to this one:\n', file=sys.stderr)
    frames = []
    at = error.__traceback__
    while at is not None:
        if at.tb_frame.f_code.co_filename != __file__:
            frames.append((at.tb_frame.f_code.co_filename, at.tb_lineno, at.tb_frame.f_code.co_name))
        at = at.tb_next
    print('Traceback (most recent call last):', file=sys.stderr)
    shown = frames if len(frames) <= 20 else frames[:10] + [None] + frames[-10:]
    for frame in shown:
        if frame is None:
            print(f'  [{len(frames) - 20} more]', file=sys.stderr)
            continue
        name, line, function = frame
        print(f'  File "{name}", line {line}, in {function}', file=sys.stderr)
        if name == 'program.py' and line <= len(lines):
            print('    ' + lines[line - 1].strip(), file=sys.stderr)
    if isinstance(error, SyntaxError) and error.lineno:
        print(f'  File "{error.filename}", line {error.lineno}', file=sys.stderr)
        print('    ' + (error.text or '').strip(), file=sys.stderr)
        print(f'{type(error).__name__}: {error.msg}', file=sys.stderr)
        return
    text = str(error)
    print(type(error).__name__ + (': ' + text if text else ''), file=sys.stderr)
