"""Slow readers and clients that leave, beside the load of bench/serve strain.

usage: strain.py HOST PORT PATH BODY SECONDS

Slow readers ask for 1,000 rows and read the answer at 40 KB/s; each answer must be whole.
Leavers break off in the middle of a request, or before they have read the answer. The last
line printed is: RESULT whole-answers broken-answers left
"""

import asyncio
import json
import random
import socket
import sys
import time

HOST, PORT, PATH, BODY, SECONDS = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4], float(sys.argv[5])
SLOW, LEAVING = 20, 20
END = time.monotonic() + SECONDS
body = open(BODY, "rb").read()
request = (
    f"POST {PATH} HTTP/1.1\r\nHost: {HOST}:{PORT}\r\nContent-Type: application/json\r\n"
    f"Connection: close\r\nContent-Length: {len(body)}\r\n\r\n"
).encode() + body
counts = {"whole": 0, "broken": 0, "left": 0}


async def connect():
    """A connection with a small receive buffer, so that the service feels a slow reader."""
    own = socket.socket()
    own.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    own.setblocking(False)
    await asyncio.get_running_loop().sock_connect(own, (HOST, PORT))
    return await asyncio.open_connection(sock=own, limit=4096)


def unchunked(content):
    whole = b""
    while content:
        size, _, content = content.partition(b"\r\n")
        length = int(size, 16)
        if length == 0:
            break
        whole, content = whole + content[:length], content[length + 2 :]
    return whole


async def slow_reader():
    while time.monotonic() < END:
        answer = b""
        try:
            reader, writer = await connect()
            writer.write(request)
            await writer.drain()
            while piece := await reader.read(4096):
                answer += piece
                await asyncio.sleep(0.1)
            writer.close()
            head, _, content = answer.partition(b"\r\n\r\n")
            if b"chunked" in head:
                content = unchunked(content)
            whole = head.startswith(b"HTTP/1.1 200") and len(json.loads(content)["predictions"]) == 1000
            counts["whole" if whole else "broken"] += 1
        except (OSError, ValueError, KeyError) as failure:
            counts["broken"] += 1
            print(failure, answer[:200], file=sys.stderr)


async def leaver(number):
    rng = random.Random(number)
    while time.monotonic() < END:
        reader, writer = await connect()
        sent = rng.choice((1, len(request) // 2, len(request)))
        writer.write(request[:sent])
        await writer.drain()
        if sent == len(request):
            await reader.read(100)
        writer.transport.abort()
        counts["left"] += 1
        await asyncio.sleep(0.2)


async def main():
    await asyncio.gather(*(slow_reader() for _ in range(SLOW)), *(leaver(i) for i in range(LEAVING)))
    print("RESULT", counts["whole"], counts["broken"], counts["left"])


asyncio.run(main())
