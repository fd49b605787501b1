@testable import ForeignLogs
import Foundation
import Testing

@Suite("A map of columns reads any other export")
struct MapTests {
    private func format(_ map: String) throws -> ForeignFormat { try ForeignFormat(map: Array(map.utf8)) }

    /// The error of a map that is wrong.
    private func error(_ map: String) -> String? {
        do throws(FormatMapError) {
            _ = try ForeignFormat(map: Array(map.utf8))
            return nil
        } catch { return error.description }
    }

    private static let small = #"{"timestamp":"at","tracking_code":"id","hwid":"device","status":"event""#

    @Test("the smallest map: columns, and words that are ours already")
    func smallest() throws {
        let format = try format(Self.small + "}")
        #expect(format.name == "columns")
        let row = ["Opened", "1763625601", "m", "d", "x"]
        let found = Translated(columns: ["EVENT", "at", "id", "device", "other"], [row], format)
        #expect(found.events.map(\.description) == ["2025-11-20 08:00:01;m;;d;Opened;;;"])
        #expect(
            Translated([#"{"at":1763625601,"id":"m","device":"d","event":"Opened"}"#], format).events == found.events)
    }

    @Test("every member of a map")
    func everything() throws {
        let format = try format(
            #"""
            {"name":"acme","title":"Acme","limits":["No opens."],
             "recognized_by":[["/Batch/id",{"field":"kind","begins":"push"}]],
             "records":"/rows","embedded":"record","unwraps_unions":true,"ignores_case":true,
             "timestamp":["/when/at","at"],"time":"D.M.YYYY H:mm","zone":"UTC",
             "tracking_code":"{/Batch/id}-{user|device}",
             "target_id":"user","hwid":"/devices/*/token","status":"kind",
             "statuses":{"push sent":{"status":["sent","accepted"],"refused_by":"/devices/*/error","refused_as":"failed"},
                         "push read":"opened","push test":{"skip":"tests"}},
             "description":{"text":"none"},"app_code":{"part":1,"of":"app","separator":":"},
             "platform":"/devices/*/os","platforms":{"I":"ios","A":"android"},
             "person":"user","message_name":{"text":"Acme"},"details":{"city":"city"},
             "skip":[{"reason":"other channels","where":{"field":"kind","contains":["mail"]}}],
             "needs":["app_code","target_id"],"samples_successes":false}
            """#)
        #expect(format.title == "Acme" && format.limits == ["No opens."])
        let record =
            #"{"Batch":{"ID":{"long":5}},"When":{"At":"1.2.2026 9:05"},"user":"u","kind":"push sent","app":"x:Shop:y","city":"Ulm","devices":[{"token":"a","os":"i"},{"token":"b","os":"A","error":"E"}]}"#
        let other = record.replacing("push sent", with: "mail sent")
        let test = record.replacing("push sent", with: "push test")
        let noApp = record.replacing("x:Shop:y", with: "x")
        let text = Array(record.utf8)
        #expect(ForeignFormat.recognize(object: text.span, among: [format])?.format == format)
        let found = Translated([#"{"rows":[\#([record, other, test, noApp].joined(separator: ","))]}"#], format)
        let md = #""md":{"name":"Acme","user_id":"u"},"details":{"city":"Ulm"}}"#
        #expect(
            found.events.map(\.description) == [
                "2026-02-01 09:05:00;5-u;u;a;sent;none;Shop;{\"aps\":{},\(md)",
                "2026-02-01 09:05:00;5-u;u;a;accepted;none;Shop;{\"aps\":{},\(md)",
                "2026-02-01 09:05:00;5-u;u;b;failed;E;Shop;{\"platform\":\"android\",\(md)",
            ])
        #expect(found.skipped == ["other channels": 1, "tests": 1])
        #expect(found.rejects == Array(repeating: "app is missing, empty or no text", count: 2))
    }

    @Test("a payload of the record's own is kept as it stands")
    func payload() throws {
        let format = try format(Self.small + #","payload":"push"}"#)
        let found = Translated(
            [
                #"{"at":1763625601,"id":"m","event":"sent","push":{"aps": {"alert":"x"}}}"#,
                #"{"at":1763625601,"id":"m","event":"sent","push":"{\"aps\":1}"}"#,
            ], format)
        #expect(found.events.map(\.payload) == [#"{"aps": {"alert":"x"}}"#, #"{"aps":1}"#])
    }

    @Test("an element of an array by its position")
    func position() throws {
        let format = try format(Self.small.replacing("\"device\"", with: #""/devices/1/id""#) + "}")
        let found = Translated(
            [#"{"at":1763625601,"id":"m","event":"sent","devices":[{"id":"a"},{"id":"b"}]}"#], format)
        #expect(found.events.map(\.hwid) == ["b"])
    }

    @Test(
        "times by unit and by pattern",
        arguments: [
            ("seconds", "1763625601"), ("milliseconds", "1763625601000"), ("microseconds", "1763625601000000"),
            ("nanoseconds", "1763625601000000000"), ("auto", "2025-11-20T08:00:01Z"),
            ("M/D/YYYY h:mm:ss A", "11/20/2025 8:00:01 AM"), ("DD.MM.YYYY HH:mm:ss", "20.11.2025 08:00:01"),
            ("YYYYMMDDTHHmmssZ", "20251120T100001+0200"), ("YYYY-MM-DD HH:mm:ss.SSS", "2025-11-20 08:00:01.123"),
        ])
    func times(_ form: String, _ text: String) throws {
        let format = try format(Self.small + #","time":"\#(form)"}"#)
        let found = Translated(columns: ["at", "id", "device", "event"], [[text, "m", "d", "sent"]], format)
        #expect(found.events.map(\.time) == ["2025-11-20 08:00:01"], "\(found.rejects)")
    }

    @Test(
        "a time that does not follow its pattern is rejected",
        arguments: ["11/20/2025 13:00 PM", "13/20/2025 1:00 PM", "11/20/2025 1:00", "11/20/2025 0:00 AM", "x"])
    func wrongTimes(_ text: String) throws {
        let format = try format(Self.small + #","time":"M/D/YYYY h:mm A"}"#)
        let found = Translated(columns: ["at", "id", "device", "event"], [[text, "m", "d", "sent"]], format)
        #expect(found.rejects == ["at is not a time: \"\(text)\""])
    }

    @Test("noon and midnight of twelve hours")
    func noon() throws {
        let format = try format(Self.small + #","time":"M/D/YYYY h:mm A"}"#)
        let rows = ["1/2/2026 12:30 AM", "1/2/2026 12:30 pm"].map { [$0, "m", "d", "sent"] }
        let found = Translated(columns: ["at", "id", "device", "event"], rows, format)
        #expect(found.events.map(\.time) == ["2026-01-02 00:30:00", "2026-01-02 12:30:00"])
    }

    @Test(
        "a wrong map says what is wrong, and where",
        arguments: [
            ("", "the map is not valid JSON"), ("[]", "the map is not an object"), ("{", "the map is not valid JSON"),
            ("{}", "the map lacks tracking_code: name the column of the message's id"),
            (#"{"tracking_code":"id"}"#, "the map lacks timestamp"),
            (#"{"tracking_code":"id","timestamp":"at"}"#, "the map lacks status, or cells"),
            (#"{"tracking_cod":"id"}"#, "tracking_cod is unknown: did you mean tracking_code?"),
            (small + #","zzzzzzzzz":1}"#, "zzzzzzzzz is unknown"),
            (small + #","hwid":"x"}"#, "hwid stands there twice"),
            (small + #","title":1}"#, "title is not a string"),
            (
                small + #","statuses":{"a":"delivred"}}"#,
                #"statuses.a is no status of a tracking log: "delivred": did you mean delivered?"#
            ),
            (small + #","statuses":{"a":{"status":"sent","skip":"x"}}}"#, "statuses.a needs either status or skip"),
            (small + #","statuses":{"a":[]}}"#, "statuses.a is an empty array"),
            (
                small + #","target_id":""}"#,
                #"target_id is neither a column's name nor a JSON pointer: "" (RFC 6901; one * may stand for the elements of an array)"#
            ),
            (small + #","target_id":"{a"}"#, "target_id has { without }"),
            (small + #","target_id":{"from":"a"}}"#, "target_id is no source: write text, file, part or reason_in"),
            (small + #","target_id":5}"#, "target_id is neither a field's name nor a list of names"),
            (
                small + #","target_id":{"part":-1,"of":"a"}}"#,
                "target_id needs part, a number from 0 on, and of, a field"
            ),
            (
                small + #","target_id":{"file":"a"}}"#,
                "target_id is no pattern of file names: write uuid, status, or a text with one * in it"
            ),
            (
                small + #","time":"fortnights"}"#,
                "time is no form of times: write auto, seconds, milliseconds, microseconds, nanoseconds, or a pattern such as M/D/YYYY h:mm A"
            ),
            (small + #","zone":"Europe/Berlin"}"#, "zone can only be UTC: name another zone on the command line"),
            (
                small + #","platforms":{"x":"phone"}}"#,
                "platforms.x is no platform: write one of ios, android, windows, web, unknown"
            ),
            (small + #","needs":["app_code"]}"#, "needs names app_code, which the map leaves out"),
            (small + #","needs":["app"]}"#, "needs names no column of ours: app"),
            (small + #","target_id":"/a/*/x","app_code":"/b/*/x"}"#, "the map has paths with * into several arrays"),
            (
                small + #","payload":"p","person":"u"}"#,
                "person cannot stand beside payload: the person is in the payload"
            ),
            (small + #","skip":[{"where":"a"}]}"#, "skip needs reason and where"),
            (
                small + #","skip":[{"reason":"a","where":{"field":"a","is":"b","begins":"c"}}]}"#,
                "skip.where has more than one comparison"
            ),
            (small + #","cells":[{"time":"a"}]}"#, "cells needs time and status"),
            (small + #","unwraps_unions":"yes"}"#, "unwraps_unions is neither true nor false"),
        ])
    func errors(_ map: String, _ message: String) { #expect(error(map) == message) }

    @Test("a map that nests too deeply, or is huge, is an error and no crash")
    func deep() {
        #expect(
            error(
                #"{"details":"# + String(repeating: #"{"a":"#, count: 100) + "1" + String(repeating: "}", count: 100)
                    + "}")?.hasSuffix("is nested too deeply") == true)
        #expect(error(String(repeating: "[", count: 100_000)) == "the map is not valid JSON")
    }

    @Test("the maps of known formats can be read again, and give the same format", arguments: ForeignFormat.known)
    func known(_ known: ForeignFormat) throws {
        let again = try format(known.map)
        #expect(again == known)
        #expect(again.limits == known.limits && !again.limits.isEmpty)
        #expect(!known.limits.contains { !$0.hasSuffix(".") })
    }

    @Test("the documented map can be read, and every member is documented")
    func documented() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try String(
            contentsOf: root.appending(path: "Sources/ForeignLogs/ForeignLogs.docc/AddingAFormat.md"), encoding: .utf8)
        let map = try #require(page.split(separator: "```json").last?.split(separator: "```").first)
        #expect(error(String(map)) == nil)
        let members = page.split(separator: "### Sources")[0]
        for member in ForeignFormat.members { #expect(members.contains("`\(member)`"), "\(member) is not documented") }
    }

    @Test("the names of known formats") func names() {
        #expect(ForeignFormat.known.map(\.name) == ["fcm", "onesignal", "customerio", "braze", "sns"])
        #expect(ForeignFormat.known.filter(\.samplesSuccesses).map(\.name) == ["sns"])
        #expect(ForeignFormat.named("nobody") == nil)
    }
}
