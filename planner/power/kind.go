package power

// Kind names a stage of a power or cooling train.
type Kind string

// The stages a train may have, from the grid to the rack and from the heat
// rejection to the room.
const (
	Feed        Kind = "feed"
	Transformer Kind = "transformer"
	Switchgear  Kind = "switchgear"
	Generator   Kind = "generator"
	UPS         Kind = "ups"
	STS         Kind = "sts"
	PDU         Kind = "pdu"
	Chiller     Kind = "chiller"
	Pump        Kind = "pump"
	AirHandler  Kind = "air_handler"
	LiquidLoop  Kind = "liquid_loop"
)

// Kinds lists every kind a stage of a train may have. Feed is not among them:
// a site lists its grid feeds by themselves.
var Kinds = []Kind{Transformer, Switchgear, Generator, UPS, STS, PDU, Chiller, Pump, AirHandler, LiquidLoop}

// Cooling reports whether the stage moves heat; its rating is then kW of heat.
func (k Kind) Cooling() bool {
	return k == Chiller || k == Pump || k == AirHandler || k == LiquidLoop
}

// Critical reports whether the stage stands between the UPS and the rack, so
// that it carries IT load alone and its losses heat the building.
func (k Kind) Critical() bool { return k == UPS || k == STS || k == PDU }

// Apparent reports whether the stage is rated in kVA rather than kW.
func (k Kind) Apparent() bool { return k == Transformer || k == Switchgear }
