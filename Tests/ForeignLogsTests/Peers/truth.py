"""Writes one truth (messages, devices, outcomes) as the exports of several vendors, and as the events it implies.

usage: truth.py SEED FOLDER

Each vendor's folder gets `records.ndjson` or `table.csv` (shuffled; some records stand twice) and `truth.ndjson`: the events
that a tracking log would have, as [time, code, hwid, status, reason, target, platform, app, name], in no order. Further
folders hold the same records in the vendor's other shapes. It shares no code and no data with the reader.
"""

import csv
import datetime
import json
import pathlib
import random
import sys

START = 1763625600
PEOPLE = ["user-1", "u 2", "Zoë", 'quo"te', "back\\slash", "名前", "7", "x" * 70]
PLATFORMS = ["ios", "android"]


def clock(second):
    moment = datetime.datetime.fromtimestamp(second, datetime.timezone.utc)
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def universe(rng):
    """Messages to people: for each device, when it was sent, whether refused (and why), confirmed, opened."""
    messages = []
    for number in range(150):
        person = rng.choice(PEOPLE)
        devices = []
        for position in range(rng.randint(1, 3)):
            platform = rng.choice(PLATFORMS)
            sent = START + rng.randint(0, 86_400 * 13)
            device = {
                "id": f"{platform}-{number}-{position}-{rng.getrandbits(64):016x}",
                "platform": platform,
                "sent": sent,
                "refused": None,
                "confirmed": None,
                "opened": None,
                "converted": None,
            }
            fate = rng.random()
            if fate < 0.3:
                # Often within the second of the send.
                device["refused"] = sent + rng.choice([0, 0, 1, 5])
            elif fate < 0.7:
                device["confirmed"] = sent + rng.randint(0, 30)
                if fate < 0.5:
                    device["opened"] = device["confirmed"] + rng.randint(0, 4000)
                    if fate < 0.4:
                        device["converted"] = device["opened"] + rng.randint(1, 4000)
            devices.append(device)
        messages.append({"id": f"m{number:04}", "person": person, "campaign": rng.randint(1, 3), "devices": devices})
    return messages


class Folder:
    """Where the records of one shape and their truth go."""

    def __init__(self, root, name, rng):
        self.path = root / name
        self.path.mkdir(parents=True, exist_ok=True)
        self.rng = rng
        self.records = []
        self.truth = []

    def event(self, second, code, hwid, status, reason="", target="", platform="", app="", name=""):
        self.truth.append([clock(second), code, hwid, status, reason, target, platform, app, name])

    def mixed(self):
        """The records, some of them twice, in another order."""
        twice = [record for record in self.records if self.rng.random() < 0.2]
        records = self.records + twice
        self.rng.shuffle(records)
        return records

    def close(self, wrap=None, columns=None):
        (self.path / "truth.ndjson").write_text("".join(json.dumps(event) + "\n" for event in self.truth))
        records = self.mixed()
        if columns:
            with (self.path / "table.csv").open("w", newline="") as file:
                writer = csv.DictWriter(file, columns)
                writer.writeheader()
                writer.writerows(records)
            return
        ascii_only = self.rng.random() < 0.5
        spaces = None if self.rng.random() < 0.5 else (",", ":")
        lines = [json.dumps(record, ensure_ascii=ascii_only, separators=spaces) for record in records]
        if wrap:
            lines = wrap(lines)
        (self.path / "records.ndjson").write_text("".join(line + "\n" for line in lines))


def in_batches(key):
    """Ten records an object."""
    return lambda lines: [
        f'{{"{key}": [' + ", ".join(lines[start : start + 10]) + "]}" for start in range(0, len(lines), 10)
    ]


def fcm(messages, folder, rng, as_table=False):
    words = {
        "MISMATCH_SENDER_ID": "SENDER_ID_MISMATCH",
        "INVALID_REGISTRATION": "InvalidRegistration",
        "QUOTA_EXCEEDED": "QUOTA_EXCEEDED",
        "PAYLOAD_TOO_LARGE": "MessageTooBig",
    }
    fields = ["event_timestamp", "project_number", "message_id", "instance_id", "message_type", "sdk_platform"]
    fields += ["app_name", "topic", "event", "analytics_label"]
    for message in messages:
        for device in message["devices"]:
            code = f"0:{message['id']}%a/{device['id']}"
            label = f"label_{message['campaign']}"

            def add(second, word, status, reason=""):
                record = dict(
                    zip(
                        fields,
                        [
                            f"{clock(second)}.{rng.randint(0, 999999):06} UTC",
                            "120030040050",
                            f"0:{message['id']}%a",
                            device["id"],
                            "DISPLAY_NOTIFICATION",
                            device["platform"].upper(),
                            "com.example.shop",
                            "news" if message["campaign"] == 1 else "",
                            word,
                            label,
                        ],
                    )
                )
                folder.records.append(record)
                folder.event(
                    second, code, device["id"], status, reason, device["id"], device["platform"], "com.example.shop", label
                )

            if device["refused"] is not None:
                word = rng.choice(list(words))
                add(device["refused"], word, "bounced", words[word])
                continue
            add(device["sent"], "MESSAGE_ACCEPTED", "accepted", "Success")
            if device["confirmed"] is not None:
                add(device["confirmed"], "MESSAGE_DELIVERED", "received")
    parents = [dict(record, message_type="TOPIC", instance_id="") for record in folder.records[:20]]
    folder.records += parents + [dict(record, message_id="") for record in folder.records[:5]]
    if as_table:
        return folder.close(columns=fields)
    # BigQuery leaves out what is null.
    folder.records = [{key: value for key, value in record.items() if value != ""} for record in folder.records]
    folder.close()


ONESIGNAL_APP = "5eb5a37e-b458-11e3-ac11-000c2940e62c"
ONESIGNAL_WORDS = {"ios": "iOS", "android": "Android"}


def audience(messages, folder, rng):
    """One file is one message's: here every device of all of them, as if one message went to everybody."""
    message = "c3d4e5f6-a7b8-4012-8def-123456789012"
    columns = ["external_user_id", "subscription_id", "device_type", "sent", "delivered", "clicked", "onesignal_id"]
    columns += ["failed", "unsubscribed", "failure_message"]
    for number, sent in enumerate(messages):
        for device in sent["devices"]:
            person = sent["person"] if number % 4 else ""
            other = f"os-{number}"
            row = {"external_user_id": person, "subscription_id": device["id"], "onesignal_id": other}
            row["device_type"] = ONESIGNAL_WORDS[device["platform"]]

            def add(column, second, *events):
                row[column] = clock(second) + rng.choice(["", " UTC", "+00:00"])
                for status, reason in events:
                    target = person or other
                    folder.event(
                        second, f"{message}/{target}", device["id"], status, reason, target, device["platform"]
                    )

            add("sent", device["sent"], ("sent", ""), ("accepted", ""))
            if device["confirmed"] is not None:
                add("delivered", device["confirmed"], ("received", ""))
            if device["opened"] is not None:
                add("clicked", device["opened"], ("opened", ""))
            if device["refused"] is not None:
                if rng.random() < 0.5:
                    row["failure_message"] = rng.choice(["SenderIdMismatch", "401 Unauthorized"])
                    add("failed", device["refused"], ("failed", row["failure_message"]))
                else:
                    add("unsubscribed", device["refused"], ("bounced", "Unregistered"))
            folder.records.append(row)
    folder.records.append({"subscription_id": "e", "device_type": "Email", "sent": clock(START), "onesignal_id": "o"})
    folder.close(columns=columns)


def stream(messages, folder, rng, is_flat):
    for message in messages:
        for device in message["devices"]:
            name = f"Cart {message['campaign']} | Push | 1hr | A"

            def add(second, kind, *events, **data):
                event = {
                    "kind": f"message.push.{kind}",
                    "id": f"{rng.getrandbits(128):032x}",
                    "timestamp": second,
                    "app_id": ONESIGNAL_APP,
                    "subscription_device_type": ONESIGNAL_WORDS[device["platform"]],
                    "subscription_id": device["id"],
                    "external_id": message["person"],
                }
                about = {"id": message["id"], "name": name}
                if is_flat:
                    record = {f"event.{key}": value for key, value in event.items()}
                    record |= {f"event.data.{key}": value for key, value in data.items()}
                    record |= {f"message.{key}": value for key, value in about.items()}
                else:
                    record = {"event": event | {"data": data}, "message": about}
                folder.records.append(record)
                for status, reason in events:
                    person = message["person"]
                    folder.event(
                        second,
                        f"{message['id']}/{person}",
                        device["id"],
                        status,
                        reason,
                        person,
                        device["platform"],
                        ONESIGNAL_APP,
                        name,
                    )

            add(device["sent"], "sent", ("sent", ""), ("accepted", ""))
            if device["confirmed"] is not None:
                add(device["confirmed"], "received", ("received", ""))
            if device["opened"] is not None:
                add(device["opened"], "clicked", ("opened", ""))
            if device["refused"] is not None:
                if rng.random() < 0.5:
                    add(device["refused"], "failed", ("failed", "Permission Denied"), failure_reason="Permission Denied")
                else:
                    add(device["refused"], "unsubscribed", ("bounced", "Unregistered"))
    other = {"event.kind": "message.email.sent", "event.timestamp": START, "message.id": "e"}
    folder.records.append(other if is_flat else {"event": {"kind": "message.sms.sent", "timestamp": START}})
    folder.close()


def customerio(messages, folder, rng):
    def webhook(message, metric, second, devices, failures=None):
        recipients = []
        for device in devices:
            recipient = {"device_id": device["id"], "device_platform": device["platform"]}
            if failures and failures.get(device["id"]):
                recipient["failure_message"] = failures[device["id"]]
            recipients.append(recipient)
        data = {
            "identifiers": {"id": message["person"], "email": None, "cio_id": "d9c1"},
            "delivery_id": message["id"],
            "campaign_id": message["campaign"],
            "action_id": 42,
            "recipients": recipients,
        }
        folder.records.append(
            {
                "event_id": f"01{rng.getrandbits(64):016X}",
                "object_type": "push",
                "metric": metric,
                "timestamp": second,
                "data": data,
            }
        )

    for message in messages:
        name = f"campaign {message['campaign']} | action 42"

        def add(device, second, status, reason=""):
            folder.event(
                second, message["id"], device["id"], status, reason, message["person"], device["platform"], "", name
            )

        second = message["devices"][0]["sent"]
        # Some refusals are known when it is sent, the others come in a webhook of their own.
        early = [d for d in message["devices"] if d["refused"] is not None and rng.random() < 0.5]
        failures = {device["id"]: rng.choice(["UNREGISTERED", "Unregistered", "DeviceTokenNotForTopic"]) for device in early}
        webhook(message, "sent", second, message["devices"], failures)
        for device in message["devices"]:
            if device["id"] in failures:
                add(device, second, "bounced", failures[device["id"]])
            else:
                add(device, second, "sent")
                add(device, second, "accepted")
        late = [d for d in message["devices"] if d["refused"] is not None and d["id"] not in failures]
        if late:
            # All devices are listed, those that bounced have a reason.
            webhook(message, "bounced", second, message["devices"], {device["id"]: "Unregistered" for device in late})
            for device in late:
                add(device, second, "bounced", "Unregistered")
        for device in message["devices"]:
            for key, metrics, status in [
                ("confirmed", ["delivered"], "received"),
                ("opened", ["opened", "clicked"], "opened"),
                ("converted", ["converted"], "converted"),
            ]:
                if device[key] is not None:
                    webhook(message, rng.choice(metrics), device[key], [device])
                    add(device, device[key], status)
    folder.records.append({"event_id": "1", "object_type": "email", "metric": "sent", "timestamp": START, "data": {}})
    folder.records.append(
        {"event_id": "2", "object_type": "push", "metric": "drafted", "timestamp": START, "data": {"delivery_id": "x"}}
    )
    folder.close()


BRAZE = {"sent": "Send", "refused": "Bounce", "confirmed": "IosForeground", "opened": "Open"}


def braze(messages, folders, rng):
    """In all shapes at once: each gets the same events."""
    for message in messages:
        for device in message["devices"]:
            user = f"u-{message['person'].encode().hex()}"
            name = f"Cart {message['campaign']} | Push 1 | | Variant"
            for key, kind in BRAZE.items():
                if device[key] is None:
                    continue
                # One file has one event type where the type is in the path: these shapes hold opens only.
                common = {"id": f"{rng.getrandbits(128):032x}", "time": device[key]}
                who = {"user_id": user, "external_user_id": message["person"], "device_id": device["id"]}
                what = {
                    "app_id": "a1b2",
                    "platform": device["platform"],
                    "dispatch_id": message["id"],
                    "canvas_name": f"Cart {message['campaign']}",
                    "canvas_step_name": "Push 1",
                    "canvas_variation_name": "Variant",
                    "campaign_name": None,
                }
                if kind in ("Send", "Bounce"):
                    what["push_token"] = f"token-{device['id']}"
                if kind == "Open":
                    what["button_action_type"] = rng.choice(["uri", "none", "close"])
                events = {"Send": ["sent", "accepted"], "Bounce": ["bounced"], "IosForeground": ["received"]}
                statuses = events.get(kind, ["opened"] if what.get("button_action_type") != "close" else [])
                unions = ["external_user_id", "device_id", "dispatch_id", "push_token"]
                unions += [field for field in what if field.startswith("canvas")]
                plain = common | who | what
                shapes = {
                    "nested": common
                    | {
                        "event_type": f"users.messages.pushnotification.{kind}",
                        "user": who,
                        "properties": {field: value for field, value in what.items() if value is not None},
                    },
                    f"avro/{kind}": {
                        field: {"string": value} if field in unions and value is not None else value
                        for field, value in plain.items()
                    },
                    f"plain/{kind}": {field.upper(): value for field, value in plain.items()},
                }
                shapes["batches"] = shapes["nested"]
                for shape, record in shapes.items():
                    folder = folders(shape)
                    folder.records.append(record)
                    for status in statuses:
                        folder.event(
                            device[key],
                            f"{message['id']}/{user}",
                            device["id"],
                            status,
                            "",
                            message["person"],
                            device["platform"],
                            "a1b2",
                            name,
                        )


def sns(messages, folder, rng, wrap=None):
    words = {"ios": ["APNS", "APNS_SANDBOX"], "android": ["GCM", "FCM"]}
    answers = {
        "ios": [
            ('{"reason":"Unregistered","timestamp":1763625601000}', "Unregistered"),
            ('{"reason": "BadDeviceToken"}', "BadDeviceToken"),
            ("NotificationErrorResponse(command=8, status=InvalidToken, id=1, cause=null)", "BadDeviceToken"),
            ("", "400"),
        ],
        "android": [
            (json.dumps({"error": {"status": "NOT_FOUND", "details": [{"errorCode": "UNREGISTERED"}]}}), "UNREGISTERED"),
            ('{"multicast_id":1,"results":[{"error":"NotRegistered"}]}', "NotRegistered"),
        ],
    }
    for message in messages:
        for device in message["devices"]:
            gateway = rng.choice(words[device["platform"]])
            target = f"arn:aws:sns:eu-west-1:111122223333:endpoint/{gateway}/Shop/c23e42de-3699-3639-84dd-{rng.getrandbits(48):012x}"
            is_refused = device["refused"] is not None
            answer, reason = ('{"name":"x"}', "")
            if is_refused:
                answer, reason = rng.choice(answers[device["platform"]])
            second = device["refused"] if is_refused else device["sent"]
            record = {
                "notification": {"timestamp": f"{clock(second)}.{rng.randint(0, 999)}", "messageId": message["id"]},
                "delivery": {
                    "statusCode": 400 if is_refused else 200,
                    "dwellTimeMs": rng.randint(1, 999),
                    "token": device["id"],
                    "attempts": 1,
                    "providerResponse": answer,
                    "destination": target,
                },
                "status": "FAILURE" if is_refused else "SUCCESS",
            }
            folder.records.append(record)
            folder.event(
                second,
                f"{message['id']}/{device['id']}",
                device["id"],
                "bounced" if is_refused else "delivered",
                reason,
                target,
                device["platform"],
                "Shop",
            )
    delivery = {"destination": "+15550100", "providerResponse": "x", "token": "t"}
    notification = {"timestamp": clock(START), "messageId": "x"}
    folder.records.append({"notification": notification, "delivery": delivery, "status": "SUCCESS"})
    folder.close(wrap=wrap)


def main():
    rng = random.Random(int(sys.argv[1]))
    root = pathlib.Path(sys.argv[2])
    messages = universe(rng)
    made = {}

    def folder(name):
        if name not in made:
            made[name] = Folder(root, name, rng)
        return made[name]

    fcm(messages, folder("fcm/lines"), rng)
    fcm(messages, folder("fcm/table"), rng, as_table=True)
    audience(messages, folder("onesignal/audience"), rng)
    stream(messages, folder("onesignal/flat"), rng, is_flat=True)
    stream(messages, folder("onesignal/nested"), rng, is_flat=False)
    customerio(messages, folder("customerio/lines"), rng)
    sns(messages, folder("sns/lines"), rng)
    logged = lambda lines: [json.dumps({"timestamp": 1, "message": line}) for line in lines]
    sns(messages, folder("sns/events"), rng, wrap=logged)
    sns(messages, folder("sns/batches"), rng, wrap=lambda lines: in_batches("logEvents")(logged(lines)))
    before = set(made)
    braze(messages, lambda shape: folder(f"braze/{shape}"), rng)
    for name in sorted(set(made) - before):
        made[name].close(wrap=in_batches("events") if name.endswith("batches") else None)


main()
