import Foundation
import TrackingLog

/// The time-stamping authorities that a verifier trusts: certificates in a file, and `openssl`, which checks their signatures.
public struct TimestampAuthorities: Sendable {
    /// Why timestamps cannot be checked.
    public enum Fault: Error, Hashable, CustomStringConvertible {
        case noOpenSSL
        case noCertificate(String)

        /// What is wrong, in words for people.
        public var description: String {
            switch self {
            case .noOpenSSL: "timestamps are checked by openssl, which cannot be run"
            case .noCertificate(let path): "\(path) holds no certificate in PEM"
            }
        }
    }

    /// What became of a check.
    enum Verdict {
        case accepted
        /// No given authority signed the timestamp, with the reason.
        case refused(String)
        /// openssl did not come to an end.
        case unchecked(String)
    }

    private let certificates: String

    /// Trusts the authorities whose certificates, or their issuers', are in a file.
    ///
    /// - Parameter path: a file of certificates in PEM.
    public init(certificates path: String) throws(Fault) {
        guard Self.run(["version"]).status == 0 else { throw .noOpenSSL }
        // openssl itself would take a single certificate in DER here, and none where it checks a timestamp.
        let text = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
        guard text.contains("-----BEGIN CERTIFICATE-----"), Self.run(["x509", "-noout", "-in", path]).status == 0 else {
            throw .noCertificate(path)
        }
        certificates = path
    }

    /// Checks an authority's signature.
    ///
    /// The certificates have to be valid at the timestamp's time, not today: an archive outlives them.
    ///
    /// - Parameter bytes: the response's.
    func check(_ response: TimestampResponse, _ bytes: [UInt8]) -> Verdict {
        let (status, errors) = Self.run(
            [
                "ts", "-verify", "-in", "/dev/stdin", "-digest", response.imprintDigits, "-CAfile", certificates,
                "-attime", "\(response.time.secondsSince1970)",
            ], input: bytes)
        switch status {
        case 0: return .accepted
        case 1:
            // Its errors are fields between colons: the thread, the code, the library, the function, the reason.
            let reason =
                errors.firstMatch(of: /Verify error:([^\n]+)/)?.1
                ?? errors.firstMatch(of: /error:[^:\n]*:[^:\n]*:[^:\n]*:([^:\n]+)/)?.1
            return .refused(reason.map(String.init) ?? "openssl does not say why")
        default: return .unchecked("openssl ended with \(status): \(errors.prefix(200))")
        }
    }

    private static func run(_ arguments: [String], input: [UInt8] = []) -> (status: Int32, errors: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        let (given, errors) = (Pipe(), Pipe())
        process.standardInput = given
        process.standardOutput = FileHandle.nullDevice
        process.standardError = errors
        do {
            try process.run()
            // It may have ended before it read all.
            try? given.fileHandleForWriting.write(contentsOf: input)
            try? given.fileHandleForWriting.close()
            let said = try errors.fileHandleForReading.readToEnd() ?? Data()
            process.waitUntilExit()
            return (process.terminationStatus, String(decoding: said, as: UTF8.self))
        } catch {
            return (-1, "\(error)")
        }
    }
}
