package import Analysis

extension TimelineSubject {
    /// What it is, and its name.
    package var title: String {
        switch self {
        case .code(let code): "tracking code \(code)"
        case .person(let person): "person \(person)"
        case .hwid(let hwid): "device \(hwid)"
        }
    }
}
