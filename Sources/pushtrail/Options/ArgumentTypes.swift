public import Alerts
public import ArgumentParser
public import EventStore
public import LogArchive
public import Presentation
public import Simulation

// Values of the modules that an option takes by their names.

extension DeliveryFormatName: ExpressibleByArgument {}
extension SegmentFormatName: ExpressibleByArgument {}
extension TokenScope: ExpressibleByArgument {}
extension LogFormat: ExpressibleByArgument {}
extension ScenarioStrength: ExpressibleByArgument {}
extension WebhookFormat: ExpressibleByArgument {}
