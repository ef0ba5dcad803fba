"""Makes the schematic demo data of Wuhai and Jining (示意数据)."""
