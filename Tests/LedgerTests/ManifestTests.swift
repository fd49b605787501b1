import Foundation
import Testing
import TrackingLog
import TransparencyLog

@testable import Ledger

@Suite("The manifest, to the byte")
struct ManifestTests {
    private let root = SHA256Hash.emptyRoot

    private var manifest: Manifest {
        Manifest(
            day: Day(daysSince1970: 20_777), firstEvent: 1, events: 3, late: 1, statuses: ["sent": 1, "created": 2],
            zipBytes: 200, zipHash: root, csvBytes: 900, rowsRoot: root, previous: nil)
    }

    @Test("a manifest is canonical JSON with one LF at its end")
    func manifestBytes() {
        let hex = root.hex
        #expect(
            String(decoding: manifest.bytes, as: UTF8.self)
                == #"{"archive":"2026/11/2026-11-20.zip","csv":{"bytes":900,"rows":3,"rows_root":"\#(root.base64)"},"entry":"tracking-log-2026-11-20.csv","events":{"count":3,"first":1,"last":3},"late":1,"period":{"from":"2026-11-20T00:00:00Z","to":"2026-11-20T23:59:59Z"},"previous":null,"schema":"pushtrail.manifest/2","statuses":{"created":2,"sent":1},"zip":{"bytes":200,"sha256":"\#(hex)"}}"#
                + "\n")
    }

    @Test("a manifest read is the one written, and any other bytes for it are none")
    func manifestReading() throws {
        var manifest = manifest
        manifest.previous = root
        manifest.statuses["a \"quoted\" \\ wörd\u{1}\n"] = 1
        #expect(try Manifest(manifest.bytes) == manifest)
        let text = String(decoding: manifest.bytes, as: UTF8.self)
        for (old, new) in [
            ("{\"archive\"", "{ \"archive\""), ("\n", ""), ("\"late\":1", "\"late\":1,\"late\":1"),
            ("\"late\":1", "\"late\":1,\"more\":1"), ("\"late\":1", "\"late\":01"), ("\"late\":1", "\"late\":1.0"),
            ("\"last\":3", "\"last\":4"), ("\"rows\":3", "\"rows\":2"), ("2026-11-20.zip", "2026-11-21.zip"),
            ("2026/11/2026", "2026/12/2026"), ("/2\"", "/1\""), ("23:59:59Z", "23:59:58Z"),
            ("\\u0001", "\\u0001\\u0001"),
            ("é", "\\u00e9"), ("wörd", "w\\u00f6rd"), ("\"first\":1", "\"first\":0"),
            ("\"first\":1,\"last\":3", "\"first\":9007199254740990,\"last\":9007199254740992"),
        ] where text.contains(old) {
            let changed = Array(text.replacing(old, with: new, maxReplacements: 1).utf8)
            if old == "\\u0001" {
                // Another name, written canonically.
                #expect(try Manifest(changed) != manifest)
            } else {
                #expect(throws: ManifestError.self, "\(new)") { try Manifest(changed) }
            }
        }
    }

    @Test("a manifest names only ASCII statuses: the others, and the order of rows, change nothing")
    func asciiStatuses() {
        let words = ["sent", "h\u{E9}", "he\u{301}", "SENT", "\u{FB}", "a b"]
        var counts = StatusCounts()
        for word in words { Array(word.utf8).withUnsafeBytes { counts.add($0) } }
        [UInt8(0xFF)].withUnsafeBytes { counts.add($0) }
        #expect(counts.named == ["sent": 2, "a b": 1, "others": 4])
    }

    @Test("a manifest names the 64 most frequent statuses, ties by name, and sums the others")
    func statuses() {
        var counts = StatusCounts()
        func add(_ word: String) { Array(word.utf8).withUnsafeBytes { counts.add($0) } }
        for number in 0..<70 {
            for _ in 0...(number / 2) { add("Status-\(number)") }
        }
        add(String(repeating: "x", count: 65))
        add("others")
        let named = counts.named
        #expect(named.count == 65)
        #expect(named["status-69"] == 35)
        #expect(named["status-0"] == nil)
        #expect(named["others"] == 2 + [1, 1, 2, 2, 3, 3].reduce(0, +))
    }
}
