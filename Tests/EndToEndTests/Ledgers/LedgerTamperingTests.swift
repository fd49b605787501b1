import Foundation
import LogVerification
import Testing
import TrackingLog
import TransparencyLog

@testable import Ledger

@Suite("An archive's files that were tampered with", .enabled(if: Peer.isExpected(.python3)))
struct LedgerTamperingTests {
    /// What somebody does to the folder, as a shell script, and what has to be found.
    struct Act: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var script: String
        var codes: Set<String>
        var exit: Int32
        /// Whether the independent scripts have to see it too.
        var isForOracles = true
    }

    private static func zip(_ night: Int) -> String { SampleArchive.zip(night) }
    private static func manifest(_ night: Int) -> String { SampleArchive.manifest(night) }
    private static func salts(_ night: Int) -> String { SampleArchive.salts(night) }
    private static let checkpoint = "archive/ledger/checkpoint"
    private static let tile = "archive/ledger/tile/0/000"
    private static let bundle = "archive/ledger/tile/entries/000.p/4"

    static let acts: [Act] = [
        Act(
            testDescription: "a bit of a manifest flipped", script: "$flip \(manifest(1))", codes: ["manifest-changed"],
            exit: 1),
        Act(
            testDescription: "a bit of the entries flipped", script: "$flip \(bundle)",
            codes: ["tile-changed"], exit: 1),
        Act(
            testDescription: "a bit of the entries and of the manifest flipped",
            script: "$flip \(bundle); for night in \(manifest(0)) \(manifest(1)); do $flip $night; done",
            codes: ["root-mismatch"], exit: 1),
        Act(
            testDescription: "a bit of the tree's tile flipped", script: "$flip archive/ledger/tile/0/000.p/4",
            codes: ["tile-changed"], exit: 1, isForOracles: false),
        Act(
            testDescription: "the first archive deleted", script: "rm \(zip(0))", codes: ["archive-missing"], exit: 2),
        Act(
            testDescription: "a middle archive deleted", script: "rm \(zip(1)) \(manifest(1))",
            codes: ["archive-missing", "manifest-missing"], exit: 2),
        Act(
            testDescription: "the newest archive deleted", script: "rm \(zip(3)) \(manifest(3))",
            codes: ["archive-missing", "manifest-missing"], exit: 2),
        Act(
            testDescription: "the entries deleted", script: "rm -r archive/ledger/tile",
            codes: ["entries-missing", "tile-missing"],
            exit: 2),
        Act(
            testDescription: "all of the ledger deleted", script: "rm -r archive/ledger",
            codes: ["checkpoint-missing", "unlisted"],
            exit: 3),
        Act(
            testDescription: "all metadata deleted", script: "rm -r archive/ledger; rm archive/2026/11/*.json",
            codes: ["checkpoint-missing", "unlisted"], exit: 3),
        Act(testDescription: "everything deleted", script: "rm -r archive/*", codes: ["archive-empty"], exit: 3),
        Act(
            testDescription: "an unlisted zip planted", script: "cp \(zip(1)) archive/2026/11/2026-11-30.zip",
            codes: ["unlisted"],
            exit: 1),
        Act(
            testDescription: "an unlisted zip planted as the next night", script: "cp \(zip(1)) \(zip(4))",
            codes: ["unlisted"],
            exit: 1),
        Act(
            testDescription: "the salts of a night deleted", script: "rm \(salts(1))", codes: ["salts-missing"], exit: 2
        ),
        Act(
            testDescription: "the salts of a night replaced by a link",
            script: "mv \(salts(1)) x; ln -s ../../../x \(salts(1))",
            codes: ["not-a-file"], exit: 1),
        Act(
            testDescription: "salts of a terabyte", script: "truncate -s 1T \(salts(1))", codes: ["unreadable"], exit: 3
        ),
        Act(
            testDescription: "salts of another day planted", script: "cp \(salts(1)) archive/2026/11/2026-11-30.salts",
            codes: ["unlisted"], exit: 1),
        Act(
            testDescription: "salts of the next night, as a run leaves them that was stopped right there",
            script: "cp \(salts(1)) \(salts(4))", codes: ["unfinished-night"], exit: 2),
        Act(
            testDescription: "salts alone, without a ledger",
            script: "cp \(salts(1)) x; rm -r archive/*; mkdir -p archive/2026/11; cp x \(salts(1))",
            codes: ["checkpoint-missing", "unlisted"], exit: 3),
        Act(
            testDescription: "something else as the salts of the next night", script: "echo hello >\(salts(4))",
            codes: ["unlisted"], exit: 1),
        Act(
            testDescription: "another file planted", script: "echo hello >archive/2026/note.txt", codes: ["unlisted"],
            exit: 1),
        Act(
            testDescription: "two days swapped", script: "mv \(zip(1)) x; mv \(zip(2)) \(zip(1)); mv x \(zip(2))",
            codes: ["archive-swapped", "zip-changed", "entry-missing"], exit: 1),
        Act(
            testDescription: "a day renamed", script: "mv \(zip(2)) archive/2026/11/2026-11-28.zip",
            codes: ["archive-missing", "unlisted"], exit: 1),
        Act(
            testDescription: "a day replayed", script: "cp \(zip(1)) \(zip(2))",
            codes: ["archive-swapped", "zip-changed"], exit: 1),
        Act(
            testDescription: "a zip replaced by a link", script: "cp \(zip(2)) x; ln -sf ../../../x \(zip(2))",
            codes: ["not-a-file"], exit: 1),
        Act(
            testDescription: "a manifest replaced by a link",
            script: "cp \(manifest(2)) x; ln -sf ../../../x \(manifest(2))", codes: ["not-a-file"], exit: 1),
        Act(
            testDescription: "the checkpoint replaced by a link",
            script: "mv \(checkpoint) x; ln -s ../../x \(checkpoint)", codes: ["not-a-file"], exit: 1),
        Act(
            testDescription: "a pipe in the place of the entries", script: "rm \(bundle); mkfifo \(bundle)",
            codes: ["not-a-file"], exit: 1),
        Act(
            testDescription: "a folder replaced by a link",
            script: "mv archive/2026/11 x; ln -s ../../x archive/2026/11", codes: ["unlisted"], exit: 1),
        Act(
            testDescription: "a link to a folder planted", script: "ln -s .. archive/2026/12", codes: ["unlisted"],
            exit: 1),
        Act(
            testDescription: "a file planted in the ledger", script: "echo hello >archive/ledger/tile/0/x001",
            codes: ["unlisted"], exit: 1),
        Act(
            testDescription: "something written into the lock", script: "echo hello >archive/ledger/lock",
            codes: ["unlisted"], exit: 1),
        Act(
            testDescription: "the lock replaced by a link", script: "ln -sf /dev/null archive/ledger/lock",
            codes: ["not-a-file"], exit: 1),
        Act(
            testDescription: "a stale temporary file", script: "cp \(zip(2)) \(zip(2)).tmpAbC123",
            codes: ["stale-temporary"], exit: 0),
        Act(
            testDescription: "stale temporary files of the next night",
            script: "for path in \(zip(4)) \(manifest(4)) \(tile).p/5; do echo >$path.tmpAbC123; done",
            codes: ["stale-temporary"], exit: 0),
        Act(
            testDescription: "another file that is named like a temporary one",
            script: "cp \(zip(2)) archive/2026/11/rows.csv.tmpAbC123", codes: ["unlisted"], exit: 1),
        Act(
            testDescription: "a temporary file of a night that is not the next",
            script: "cp \(zip(2)) \(zip(5)).tmpAbC123", codes: ["unlisted"], exit: 1),
        Act(
            testDescription: "a link that is named like a temporary file",
            script: "ln -s /etc/passwd \(zip(2)).tmpAbC123", codes: ["unlisted"], exit: 1),
        Act(
            testDescription: "a zip that has grown to a terabyte, which is not read",
            script: "truncate -s 1T \(zip(1))", codes: ["zip-changed"], exit: 1),
        Act(
            testDescription: "a manifest that has grown to a terabyte", script: "truncate -s 1T \(manifest(1))",
            codes: ["unreadable"], exit: 3),
        Act(
            testDescription: "entries that have grown to a terabyte", script: "truncate -s 1T \(bundle)",
            codes: ["unreadable"], exit: 3),
        Act(
            testDescription: "a terabyte as the next night, with a manifest",
            script: "truncate -s 1T \(zip(4)); cp \(manifest(3)) \(manifest(4))", codes: ["unlisted"], exit: 1),
        Act(
            testDescription: "a terabyte in the lock", script: "truncate -s 1T archive/ledger/lock",
            codes: ["unlisted"],
            exit: 1),
        Act(
            testDescription: "a checkpoint of a terabyte", script: "truncate -s 1T \(checkpoint)",
            codes: ["checkpoint-malformed"], exit: 1),
        Act(
            testDescription: "a checkpoint of 2 MiB of lines",
            script: "yes ' ' | tr -d ' ' | head -c 2097152 >>\(checkpoint)", codes: ["checkpoint-malformed"], exit: 1),
        Act(
            testDescription: "a checkpoint of just under 1 MiB, most of it one line",
            script:
                "head -c 1000000 /dev/zero | tr '\\0' a >long; echo >>long; cat \(checkpoint) long >x; mv x \(checkpoint)",
            codes: ["checkpoint-malformed"], exit: 1),
        Act(
            testDescription: "a checkpoint with 129 signatures",
            script: "for i in $(seq 128); do printf '\\342\\200\\224 stranger AAAAAAAAAAAA\\n'; done >>\(checkpoint)",
            codes: ["checkpoint-malformed"], exit: 1),
        Act(
            testDescription: "a checkpoint with 128 signatures",
            script: "for i in $(seq 127); do printf '\\342\\200\\224 stranger AAAAAAAAAAAA\\n'; done >>\(checkpoint)",
            codes: [], exit: 0),
        Act(
            testDescription: "a size with a leading zero", script: "sed -i '2s/4/04/' \(checkpoint)",
            codes: ["checkpoint-malformed"], exit: 1),
        Act(
            testDescription: "CRLF", script: "sed -i 's/$/\\r/' \(checkpoint)", codes: ["checkpoint-malformed"], exit: 1
        ),
        Act(
            testDescription: "no final LF", script: "truncate -s -1 \(checkpoint)", codes: ["checkpoint-malformed"],
            exit: 1),
        Act(
            testDescription: "a 31-byte root",
            script: "sed -i '3s/.*/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==/' \(checkpoint)",
            codes: ["checkpoint-malformed"], exit: 1),
        Act(
            testDescription: "another base64 of the root",
            script: "$python -c \"\(otherBase64)\" \(checkpoint)", codes: ["checkpoint-malformed"], exit: 1),
        Act(
            testDescription: "another root", script: "sed -i '3s/^./A/;3s/^A\\(.\\)/B\\1/' \(checkpoint)",
            codes: ["checkpoint-signature-wrong", "root-mismatch"], exit: 1),
        Act(
            testDescription: "another size", script: "sed -i '2s/4/3/' \(checkpoint)",
            codes: ["checkpoint-signature-wrong"],
            exit: 1),
        Act(
            testDescription: "another origin", script: "sed -i '1s/push/pull/' \(checkpoint)",
            codes: ["checkpoint-signature-wrong"], exit: 1),
        Act(
            testDescription: "a bit of the signature flipped",
            script:
                "sed -i '5s/\\(.*push .\\{20\\}\\)./\\1_/;5s/_/A/;5s/\\(.*push .\\{30\\}\\)../\\1BB/' \(checkpoint)",
            codes: ["checkpoint-signature-wrong"], exit: 1),
    ]

    /// What somebody does to a night's salts, and what has to be found. The shell script does not look into them.
    static let saltActs = [
        ("mv \(salts(1)) x; mv \(salts(2)) \(salts(1)); mv x \(salts(2))", "salts-wrong"),
        ("sed -i 3d \(salts(1))", "salts-wrong"), ("sed -i '3s/^0 0/1 0/' \(salts(1))", "salts-wrong"),
        ("sed -i 's/^rows 12/rows 13/' \(salts(1))", "salts-wrong"), ("echo >>\(salts(1))", "salts-wrong"),
        ("sed -i 's/$/\\r/' \(salts(1))", "salts-wrong"), (": >\(salts(1))", "salts-wrong"),
    ]

    @Test("are found where they are a night's salts, and nothing else is said to be wrong", arguments: saltActs)
    func saltsChanged(_ script: String, code: String) async throws {
        let archive = try SampleArchive()
        #expect(try await archive.scratch.run("sh", ["-ec", script]).exit == 0)
        let verified = try await archive.verify()
        #expect(verified.exit == 1 && verified.codes == [code], "\(verified.document.findings)")
        try await archive.expectOraclesReject(shell: false)
        let proof = try await archive.scratch.pushtrail("prove", "--archive", "archive", "--code", "N1-1", "-o", "-")
        #expect(proof.exit == 3 && proof.output.isEmpty, "\(proof.errors)")
    }

    /// Sets the lowest of the last character's two bits that decode to nothing.
    private static let otherBase64 = """
        import sys
        path = sys.argv[1]
        lines = open(path, encoding='utf-8').read().split('\\n')
        alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
        last = alphabet[alphabet.index(lines[2][42]) | 1]
        lines[2] = lines[2][:42] + last + '='
        open(path, 'w', encoding='utf-8').write('\\n'.join(lines))
        """

    @Test("are found, by name", arguments: acts)
    func acted(_ act: Act) async throws {
        let archive = try SampleArchive()
        let tools = "flip='\(Place.python) \(Place.peer("tamper.py")) flip'; python='\(Place.python)'\n"
        let done = try await archive.scratch.run("sh", ["-ec", tools + act.script])
        #expect(done.exit == 0, "\(done.errors)")
        let verified = try await archive.verify()
        #expect(verified.exit == act.exit, "\(verified.document.findings)")
        #expect(verified.codes.isSuperset(of: act.codes), "\(verified.document.findings)")
        guard act.isForOracles else { return }
        if act.exit == 0 { try await archive.expectOraclesAccept() } else { try await archive.expectOraclesReject() }
    }
}
