import ArgumentParser
import Durability
import ForeignLogs
import LogArchive

/// Logs of other vendors.
struct ForeignOptions: ParsableArguments {
    @Option(
        name: .customLong("from"),
        help: ArgumentHelp(
            "Read all inputs as exports of \(ForeignOptions.names) (default: each by its content).", valueName: "vendor"
        ),
        completion: .list(ForeignFormat.names),
        transform: ForeignOptions.format)
    var vendor: ForeignFormat?

    @Option(
        help: ArgumentHelp(
            "Read all inputs by this map of columns: JSON, as `pushtrail formats --show` prints it.", valueName: "file"),
        completion: .file())
    var columns: String?

    static let names = ForeignFormat.names.joined(separator: ", ")

    static func format(_ name: String) throws -> ForeignFormat {
        guard let format = ForeignFormat.named(name.lowercased()) else {
            throw ValidationError("no such vendor; known are \(names)")
        }
        return format
    }

    func validate() throws {
        if vendor != nil, columns != nil { throw ValidationError("--from and --columns exclude each other") }
    }

    /// Sets what was asked for.
    func apply(to options: inout ReadingOptions) throws {
        options.foreignFormat = try vendor ?? columns.map(Self.map)
    }

    /// The maximum length of a map of columns, in bytes.
    private static let longestMap = 1 << 20

    private static func map(at path: String) throws -> ForeignFormat {
        var bytes: [UInt8] = []
        do throws(FileError) {
            try OpenFile(anyKindAt: path).forEachPiece { piece throws(FileError) in
                piece.withUnsafeBytes { bytes.append(contentsOf: $0) }
                guard bytes.count <= longestMap else {
                    throw FileError(path: path, doing: "read", reason: "it is longer than 1 MiB")
                }
            }
        } catch {
            throw Failure.couldNotRun(
                "cannot read the map of columns \(path): \(error.reason)", hint: "check the path and the current folder"
            )
        }
        do throws(FormatMapError) {
            return try ForeignFormat(map: bytes)
        } catch {
            throw Failure.couldNotRun(
                "the map of columns \(path): \(error)", hint: "`pushtrail formats --show fcm` prints an example")
        }
    }
}
