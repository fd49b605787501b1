import EventStore
import Export
import HTTPTypes
import HummingbirdTesting
import Testing
import TrackingLog

@testable import Service

@Suite("Downloads: the secret name gives the log, or any part of it")
struct DownloadTests {
    let fixture: ServiceFixture

    init() throws { fixture = try ServiceFixture() }

    @Test("the whole log, with its length, its tag and its name")
    func whole() async throws {
        let (writer, token) = (try fixture.token(.ingest), try fixture.token(.export))
        let day = Timestamp.now.day
        try await fixture.serve { client in
            _ = try await client.post(writer, line("T", secondsAgo: 0))
            let path = try await client.log(token, date: day.description)
            let answer = try await client.send(.get, path)
            #expect(answer.status == .ok)
            #expect(answer.headers[.contentLength] == "\(answer.bytes.count)")
            #expect(answer.headers[.contentType] == "application/zip")
            #expect(answer.headers[.contentDisposition] == "attachment; filename=\"tracking-log-\(day).zip\"")
            #expect(answer.headers[.acceptRanges] == "bytes")
            #expect(try logRows(of: answer.bytes).map { $0[1] } == ["T"])
            let head = try await client.send(.head, path, headers: [.range: "bytes=0-1"])
            #expect(head.status == .ok && head.bytes.isEmpty)
            #expect(head.headers[.contentLength] == answer.headers[.contentLength])
            #expect(head.headers[.eTag] == answer.headers[.eTag])
        }
    }

    @Test("ranges, valid and invalid")
    func parts() async throws {
        let token = try fixture.token(.export)
        try await fixture.serve { client in
            let path = try await client.log(token)
            let whole = try await client.send(.get, path)
            let tag = try #require(whole.headers[.eTag])
            let length = whole.bytes.count
            func get(_ range: String, ifRange: String? = nil) async throws -> (Int, [UInt8], String?) {
                var headers: HTTPFields = [.range: range]
                headers[.ifRange] = ifRange
                let answer = try await client.send(.get, path, headers: headers)
                return (answer.status.code, answer.bytes, answer.headers[.contentRange])
            }
            #expect(try await get("bytes=2-5") == (206, Array(whole.bytes[2...5]), "bytes 2-5/\(length)"))
            #expect(try await get("bytes=10-", ifRange: tag).1 == Array(whole.bytes[10...]))
            #expect(try await get("bytes=-7").1 == Array(whole.bytes.suffix(7)))
            #expect(try await get("bytes=2-5", ifRange: "\"other\"").0 == 200)
            #expect(try await get("bytes=2-5,7-9").0 == 200)
            #expect(try await get("bytes=\(length)-").0 == 416)
            #expect(try await get("bytes=\(length)-").2 == "bytes */\(length)")
            let known = try await client.send(.get, path, headers: [.ifNoneMatch: "\"x\", W/\(tag)"])
            #expect(known.status == .notModified && known.bytes.isEmpty)
        }
    }

    @Test("a link works after a restart, is 410 once expired, and 404 where it never was")
    func life() async throws {
        let token = try fixture.token(.export)
        let path = try await fixture.serve { client in try await client.log(token) }
        let store = fixture.store
        try await fixture.serve { client in
            #expect(try await client.send(.get, path).status == .ok)
            let other = "/downloads/\(JobID.random()).zip"
            for nothing in [other, "/downloads/x.zip", "/downloads/..%2Fstore.db", String(path.dropLast(4))] {
                #expect(try await client.send(.get, nothing).status == .notFound)
            }
            let later = Timestamp.now.adding(seconds: 73 * 3600)
            try LogJobs(of: store).tidyUp(at: later)
            let answer = try await client.send(.get, path)
            #expect(answer.status == .gone)
            #expect(answer.headers[.contentType] == "application/problem+json")
        }
    }

    @Test(
        "a Range header, read for a file of ten bytes",
        arguments: [
            (nil, .whole), ("bytes=0-0", .part(0..<1)), ("bytes=0-99", .part(0..<10)), ("Bytes = 3 - 4 ", .part(3..<5)),
            ("bytes=9-", .part(9..<10)), ("bytes=10-", .unsatisfiable), ("bytes=10-12", .unsatisfiable),
            ("bytes=-3", .part(7..<10)), ("bytes=-30", .part(0..<10)), ("bytes=-0", .unsatisfiable),
            ("bytes=99999999999999999999-", .unsatisfiable), ("bytes=0-99999999999999999999", .part(0..<10)),
            ("bytes=5-3", .whole), ("bytes=-", .whole), ("bytes=a-b", .whole), ("bytes=1-2,4-5", .whole),
            ("items=0-1", .whole), ("bytes", .whole), ("bytes=+1-2", .whole),
        ] as [(String?, ByteRange)])
    func ranges(header: String?, range: ByteRange) {
        #expect(ByteRange(header, length: 10) == range)
    }
}
