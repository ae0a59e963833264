"""Writes mat73.mat in the layout that MATLAB gives to version 7.3, with what h5wasm cannot write: lists of field names, a user block, chunks.

Run with Debian's python3-h5py: /usr/bin/python3 test/data/files/mat73.py
"""

import os

import h5py
import numpy as np

path = os.path.join(os.path.dirname(__file__), "mat73.mat")
names = h5py.vlen_dtype(np.dtype("S1"))


def classed(entity, name):
    entity.attrs["MATLAB_class"] = np.bytes_(name)
    return entity


def text(group, name, value):
    units = np.frombuffer(value.encode("utf-16-le"), dtype="<u2").reshape(-1, 1)
    dataset = classed(group.create_dataset(name, data=units), "char")
    dataset.attrs["MATLAB_int_decode"] = np.int32(2)
    return dataset


def fields(group, order):
    list_of_names = np.empty(len(order), dtype=object)
    for i, name in enumerate(order):
        list_of_names[i] = np.array([c.encode() for c in name], dtype="S1")
    group.attrs.create("MATLAB_fields", list_of_names, dtype=names)


def number(group, name, *values):
    return classed(group.create_dataset(name, data=np.array([[value] for value in values])), "double")


with h5py.File(path, "w", userblock_size=512, libver="earliest") as file:
    references = file.create_group("#refs#")

    options = classed(file.create_group("options"), "struct")
    number(options, "zeta", 1.0)
    text(options, "alpha", "second")
    number(options, "middle", 2.0, 3.0)
    fields(options, ["zeta", "alpha", "middle"])

    runs = classed(file.create_group("runs"), "struct")
    for field, made in {
        "score": [number(references, "a", 0.5), number(references, "b", 0.75)],
        "name": [text(references, "c", "one"), text(references, "d", "two")],
    }.items():
        column = np.array([[each.ref] for each in made], dtype=h5py.ref_dtype)
        runs.create_dataset(field, data=column, dtype=h5py.ref_dtype)
    fields(runs, ["score", "name"])

    sparse = classed(file.create_group("sparse"), "double")
    sparse.attrs["MATLAB_sparse"] = np.uint64(3)
    sparse.create_dataset("data", data=np.array([1.5, -2.0, 4.0]))
    sparse.create_dataset("ir", data=np.array([0, 2, 1], dtype="<u8"))
    sparse.create_dataset("jc", data=np.array([0, 2, 3], dtype="<u8"))

    signal = np.arange(4000).reshape(1000, 4) / 4
    classed(file.create_dataset("signal", data=signal, chunks=(100, 4), compression="gzip"), "double")

    square = classed(file.create_group("square"), "function_handle")
    square.attrs["MATLAB_object_decode"] = np.int32(1)
    handle = classed(square.create_group("function_handle"), "struct")
    text(handle, "function", "sf%0@(x)x.^2")
    text(handle, "type", "anonymous")
    fields(handle, ["function", "type"])

with open(path, "r+b") as file:
    header = b"MATLAB 7.3 MAT-file, Platform: GLNXA64, Created on: Mon Jan  5 12:00:00 2026 HDF5 schema 1.00 ."
    file.write(header.ljust(124) + b"\x00\x02IM")
