import Foundation
import Synchronization
import Testing

/// A receiver of notices, `Peers/receiver.py`: what came of a request is in its path.
final class Receiver: Sendable {
    let port: Int
    /// The certificate that it shows, if it speaks TLS.
    let certificate: String
    private let process: Process
    private let input: Pipe
    private let output: Pipe

    struct Request: Decodable {
        var path: String
        var headers: [String: String]
        var body: String
    }

    /// - Parameter name: what its certificate is for, such as `IP:127.0.0.1`; nil for no encryption.
    init(certifiedFor name: String? = nil) throws {
        (process, input, output) = (Process(), Pipe(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [Peer.python, Peer.path("receiver.py")] + [name].compactMap(\.self)
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        var line = ""
        while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first, byte != 0x0A {
            line.unicodeScalars.append(UnicodeScalar(byte))
        }
        let words = line.split(separator: " ")
        port = try #require(Int(words.first ?? ""))
        certificate = words.count > 1 ? String(words[1]) : ""
    }

    /// Ends it.
    ///
    /// - Returns: what was posted to it.
    func end() throws -> [Request] {
        try? input.fileHandleForWriting.close()
        let rest = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return try rest.split(separator: 0x0A).map { try JSONDecoder().decode(Request.self, from: Data($0)) }
    }
}

/// Programs of `Peers/`.
enum Peer {
    static let python = ProcessInfo.processInfo.environment["PUSHTRAIL_PYTHON"] ?? "python3"

    static func path(_ name: String) -> String {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return folder.appending(path: "Peers/\(name)").path()
    }

    /// What a program prints.
    static func run(_ name: String, input: String) throws -> Data {
        let (process, standardInput, output) = (Process(), Pipe(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [python, path(name)]
        process.standardInput = standardInput
        process.standardOutput = output
        try process.run()
        try standardInput.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try standardInput.fileHandleForWriting.close()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return data
    }
}
