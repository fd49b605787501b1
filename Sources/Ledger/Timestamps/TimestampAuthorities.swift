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

    private let certificates: String

    /// Trusts the authorities whose certificates, or their issuers', are in a file.
    ///
    /// - Parameter path: a file of certificates in PEM.
    public init(certificates path: String) throws(Fault) {
        guard Self.run(["version"]).status == 0 else { throw .noOpenSSL }
        guard Self.run(["x509", "-noout", "-in", path]).status == 0 else { throw .noCertificate(path) }
        certificates = path
    }

    /// Why an authority's signature is not accepted; nil if it is.
    ///
    /// The certificates have to be valid at the timestamp's time, not today: an archive outlives them.
    func objection(to response: TimestampResponse, in file: String) -> String? {
        let (status, errors) = Self.run([
            "ts", "-verify", "-in", file, "-digest", response.imprintDigits, "-CAfile", certificates, "-attime",
            "\(response.time.secondsSince1970)",
        ])
        guard status != 0 else { return nil }
        // Its errors are fields between colons: the thread, the code, the library, the function, the reason.
        let reason =
            errors.firstMatch(of: /Verify error:([^\n]+)/)?.1
            ?? errors.firstMatch(of: /error:[^:\n]*:[^:\n]*:[^:\n]*:([^:\n]+)/)?.1
        return reason.map(String.init) ?? "openssl ended with \(status)"
    }

    private static func run(_ arguments: [String]) -> (status: Int32, errors: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        let errors = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = errors
        do {
            try process.run()
            let said = try errors.fileHandleForReading.readToEnd() ?? Data()
            process.waitUntilExit()
            return (process.terminationStatus, String(decoding: said, as: UTF8.self))
        } catch {
            return (-1, "\(error)")
        }
    }
}
