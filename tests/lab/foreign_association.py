# SPDX-License-Identifier: Apache-2.0
"""Connections of impacket to the lab's mailbox store that belong to one
association: by the group of their binds, and by the AssociationGroupId of
their virtual connections, both of which impacket is told to send."""
import json

from foreign import IMPACKET, ended_well, python
from foreign_interfaces import STORE_NDR, USER
from harness import Lab, Suite, expect

suite = Suite()

MEMBERS = IMPACKET + STORE_NDR + """
from impacket.dcerpc.v5 import rpch, rpcrt


class EcDoAsyncConnectEx(NDRCALL):
    opnum = 14
    structure = (("cxh", CXH),)


class EcDoAsyncConnectExResponse(NDRCALL):
    structure = (("pacxh", CXH), ("ErrorCode", ULONG))


class EcDoAsyncWaitEx(NDRCALL):
    opnum = 0
    structure = (("acxh", CXH), ("ulFlagsIn", ULONG))


class EcDoAsyncWaitExResponse(NDRCALL):
    structure = (("pulFlagsOut", ULONG), ("ErrorCode", ULONG))


EMSMDB = uuidtup_to_bin(("a4f1db00-ca47-1067-b31f-00dd010662da", "0.81"))
ASYNC = uuidtup_to_bin(("5261574a-4572-206e-b268-6b199213b4e4", "0.1"))
first = second = (user, password)
options = site["options"]
if "--second-user" in options:
    name = options[options.index("--second-user") + 1]
    with open(options[options.index("--second-password-file") + 1]) as file:
        second = name.split("\\\\")[-1], file.readline().strip()

# What impacket has no parameter for.
put_b1, put_bind = rpch.hCONN_B1, rpcrt.MSRPCBind.getData
wanted = {"group": 0, "id": None}


def conn_b1(cookie, channel, association):
    return put_b1(cookie, channel, wanted["id"] or association)


def bind_data(bind):
    bind["assoc_group"] = wanted["group"]
    return put_bind(bind)


rpch.hCONN_B1, rpcrt.MSRPCBind.getData = conn_b1, bind_data


def member(group=0, association=None, who=first, interface=EMSMDB):
    wanted.update(group=group, id=association)
    channel = transport.DCERPCTransportFactory(
        "ncacn_http:%s[%d]" % (site["server"], port))
    channel.set_rpc_proxy_url(site["proxy"])
    channel.set_credentials(user, password, domain)
    channel.set_auth_type(http.AUTH_BASIC)
    dce = channel.get_dce_rpc()
    dce.set_credentials(*who, domain)
    dce.set_auth_type(10)
    dce.set_auth_level(level)
    dce.connect()
    ack = rpcrt.MSRPCBindAck(dce.bind(interface).getData())
    return dce, ack["assoc_group"]


def outcome(dce, call):
    try:
        dce.request(call)
        return "ok"
    except DCERPCException as error:
        return str(error).split()[-1]


def calls():
    shared, own = b"A" * 16, b"B" * 16
    dce, group = member(0, shared)
    print(outcome(dce, EcDummyRpc()))
    print(outcome(member(group, shared)[0], EcDummyRpc()))
    print(outcome(member(0, own, second)[0], EcDummyRpc()))
    print(outcome(member(group, shared, second)[0], EcDummyRpc()))
    print(outcome(dce, EcDummyRpc()))


def groups():
    dce, group = member()
    print(group != 0, member(group)[1] == group, member()[1] == group)
    try:
        member(group + 0x1000)
        print("joined")
    except DCERPCException:
        print("refused")


def waits():
    dce, group = member()
    wait = EcDoAsyncWaitEx()
    connect = EcDoAsyncConnectEx()
    connect["cxh"] = dce.request(connect_to(rest[1]))["pcxh"]
    wait["acxh"] = dce.request(connect)["pacxh"]
    wait["ulFlagsIn"] = 0
    print(outcome(member(interface=ASYNC)[0], wait))
    waiting = member(group, interface=ASYNC)[0]
    waiting.call(wait.opnum, wait)
    print(outcome(dce, EcDummyRpc()))


globals()[rest[0]]()
print("done")
"""


def ask(path, scenario, *what):
    with Lab(path, scenario) as lab:
        lines = python(MEMBERS, json.dumps(lab.site), 6001, 6, *what)
        ended_well(lab)
    return lines[:-1]


@suite.test("a group is joined by its number, an unknown one is refused")
def groups(path):
    expect(ask(path, "HEALTHY", "groups") == ["True True False", "refused"],
           path)


@suite.test("a handle is of use in its group, and a call is parked on it")
def waits(path):
    lines = ask(path, "HEALTHY", "waits", USER)
    expect(lines == ["nca_s_fault_context_mismatch", "ok"], lines)


@suite.test("two accounts share an association")
def shared(path):
    lines = ask(path, "HEALTHY.association", "calls")
    expect(lines == ["ok"] * 5, lines)


@suite.test("an association is one account's, and lost to a second one")
def exclusive(path):
    lines = ask(path, "ASSOC_GUID_REGISTRATION_FAILED", "calls")
    expect(lines[:3] == ["ok"] * 3 and "ok" not in lines[3:], lines)


if __name__ == "__main__":
    suite.main()
