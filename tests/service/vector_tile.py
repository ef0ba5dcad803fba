# SPDX-License-Identifier: Apache-2.0
"""A reader of vector tiles, written after the specification (MVT 2.1) and not after our writer."""


def varint(data, at):
    value, shift = 0, 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7


def fields(data):
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        if key & 7 == 0:
            value, at = varint(data, at)
        elif key & 7 == 2:
            size, at = varint(data, at)
            value, at = data[at:at + size], at + size
        else:
            raise ValueError(f"wire type {key & 7}")
        yield key >> 3, value


def packed(data):
    at, out = 0, []
    while at < len(data):
        value, at = varint(data, at)
        out.append(value)
    return out


def paths(commands):
    out, x, y, i = [], 0, 0, 0
    while i < len(commands):
        command, count = commands[i] & 7, commands[i] >> 3
        i += 1
        if command == 7:
            out[-1].append(out[-1][0])
            continue
        for _ in range(count):
            dx, dy = commands[i], commands[i + 1]
            i += 2
            x += (dx >> 1) ^ -(dx & 1)
            y += (dy >> 1) ^ -(dy & 1)
            if command == 1:
                out.append([])
            out[-1].append((x, y))
    return out


def decode(data):
    """Features of all layers with their attributes and paths in grid units."""
    out = []
    for number, layer in fields(data):
        assert number == 3
        keys, values, raw, extent = [], [], [], None
        for field, value in fields(layer):
            if field == 3:
                keys.append(value.decode())
            elif field == 4:
                values.append(dict(fields(value))[1].decode())
            elif field == 2:
                raw.append(dict(fields(value)))
            elif field == 5:
                extent = value
        assert extent == 4096
        for feature in raw:
            tags = packed(feature.get(2, b""))
            out.append({"properties": {keys[k]: values[v] for k, v in zip(tags[::2], tags[1::2])},
                        "kind": feature[3], "paths": paths(packed(feature[4]))})
    return out
